#!/usr/bin/env bash
# The Python in the pages works, after the shell commands that come before it.
exec bash "$(dirname "$0")/../cli/pages.sh" sh python
