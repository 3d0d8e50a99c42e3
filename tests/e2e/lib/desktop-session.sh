#!/bin/sh
# Runs a command in a desktop session of its own: a display, a message bus, a home folder, and
# an unlocked login keyring where one can be started. Nothing of it is left afterwards.
set -eu
if [ "${TONGBAN_SESSION:-}" != inside ]; then
    TONGBAN_SESSION=inside HOME=$(mktemp -d) exec dbus-run-session -- xvfb-run --auto-servernum --server-args="-screen 0 1280x900x24" "$0" "$@"
fi
export XDG_DATA_HOME="$HOME/data" XDG_CONFIG_HOME="$HOME/config" XDG_CACHE_HOME="$HOME/cache"
if printf 'login' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; then
    export TONGBAN_KEYRING=unlocked
    echo "keyring: unlocked"
else
    echo "not tried: keyring: gnome-keyring-daemon does not start; custody falls back to a passphrase"
    if [ "${CI:-}" = true ] || [ "${TONGBAN_MUST_TRY:-}" = 1 ]; then
        rm -rf "$HOME"
        exit 1
    fi
fi
status=0
"$@" || status=$?
rm -rf "$HOME"
exit "$status"
