#!/usr/bin/env bash
# Runs one of the README's lines, so that what CI runs is what a newcomer types. usage: readme-line.sh set-up|test
set -euo pipefail
line=$(awk -v mark="<!-- $1 -->" '$0 == mark {found = 1; next} found && /^```/ {if (inside) exit; inside = 1; next} inside' README.md)
[ -n "$line" ] || { echo "README.md has no block marked $1" >&2; exit 2; }
printf '$ %s\n' "$line"
eval "$line"
