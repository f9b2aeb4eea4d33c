#!/bin/sh
# Usage: system-packages.sh COMMAND PACKAGE PURPOSE. Installs PACKAGE where COMMAND is missing and this may be done
# (Debian or Ubuntu, as root); otherwise says what to do. Never fails: the rest of the course works without it.
set -u
command -v "$1" >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing $2, for $3"
    apt-get install -y -q "$2" >/dev/null 2>&1 || {
        apt-get update -q >/dev/null 2>&1 && apt-get install -y -q "$2" >/dev/null 2>&1
    }
    command -v "$1" >/dev/null 2>&1 && exit 0
fi
echo "Not found: $1, for $3. Install the package $2 (Debian and Ubuntu: sudo apt-get install $2)." >&2
exit 0
