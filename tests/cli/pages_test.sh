#!/usr/bin/env bash
# The shell commands in the pages work.
exec bash "$(dirname "$0")/pages.sh" sh
