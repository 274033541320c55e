#!/usr/bin/env bash
# The Python and the R in the pages work, after the shell commands that come before it.
exec bash "$(dirname "$0")/../cli/pages.sh" sh python r
