#!/bin/sh
# Prepare this checkout: system libraries, a Python, .venv/ with exactly requirements.lock.
#
#     sh packaging/setup.sh run|test|all
#
# Every make target calls it first; when nothing is missing it ends within a tenth of a second.
# Where it may (as root, or with sudo that asks nothing) it installs Debian packages itself;
# elsewhere it prints the one command to give.  Then it goes on: what is still missing will be missed.
# It is plain sh because the Python it looks for may be missing.
set -eu

purpose=${1:-all}
cd "$(dirname "$0")/.."
stamp=.venv/ready

say() { printf 'setup: %s\n' "$*" >&2; }

# ---- Debian packages ---------------------------------------------------------------------

apt_get() { # as root, asking nothing; file descriptor 9 is our lock and must not be inherited
    if [ "$(id -u)" = 0 ]; then
        DEBIAN_FRONTEND=noninteractive apt-get "$@" 9>&-
    else
        sudo -n env DEBIAN_FRONTEND=noninteractive apt-get "$@" 9>&-
    fi
}

may_install() {
    command -v apt-get >/dev/null 2>&1 || return 1
    [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; }
}

install_packages() { # tries where it may; says what to do where it may not
    if may_install; then
        say "installing Debian packages: $*"
        if { apt_get install -y -qq --no-install-recommends "$@" ||
            { apt_get update -qq && apt_get install -y -qq --no-install-recommends "$@"; }; } \
            >build/setup-apt.log 2>&1; then
            return
        fi
        say "that failed; the last lines of build/setup-apt.log:"
        tail -n 5 build/setup-apt.log >&2
    fi
    say "please install:  sudo apt-get install $*"
}

missing_libraries() { # prints the packages whose library the loader does not know
    # soname=package, found one by one in a bare Debian 12
    wanted="libglib-2.0.so.0=libglib2.0-0 libEGL.so.1=libegl1 libGL.so.1=libgl1
        libxkbcommon.so.0=libxkbcommon0 libdbus-1.so.3=libdbus-1-3
        libfontconfig.so.1=libfontconfig1"
    if [ -n "${DISPLAY:-}" ]; then
        wanted="$wanted libxcb-cursor.so.0=libxcb-cursor0
            libxkbcommon-x11.so.0=libxkbcommon-x11-0 libxcb-icccm.so.4=libxcb-icccm4
            libxcb-keysyms.so.1=libxcb-keysyms1 libxcb-image.so.0=libxcb-image0
            libxcb-render-util.so.0=libxcb-render-util0 libxcb-shape.so.0=libxcb-shape0"
    fi
    known=$(/sbin/ldconfig -p 2>/dev/null) || return 0 # no glibc loader: nothing to say
    for pair in $wanted; do
        case $known in
            *"${pair%%=*} "*) ;;
            *) printf '%s ' "${pair#*=}" ;;
        esac
    done
}

missing_server() { # the tests start a PostgreSQL of their own
    for initdb in /usr/lib/postgresql/*/bin/initdb; do
        [ -x "$initdb" ] && return
    done
    command -v initdb >/dev/null 2>&1 || printf 'postgresql '
}

missing_voice() { # the tests let it speak; the desk does without and says so
    command -v espeak-ng >/dev/null 2>&1 || printf 'espeak-ng '
}

# ---- Python ------------------------------------------------------------------------------

good_python() { # is $1 an interpreter we support, with what it needs to make environments?
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
        >/dev/null 2>&1 || return 1
    "$1" -c 'import venv, ensurepip, ssl' >/dev/null 2>&1 && return 0
    lame=$("$1" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    return 1
}

find_python() { # sets python; or leaves it empty, with lame = the package that would help
    python='' lame=''
    for candidate in ${PYTHON:-python3.13 python3.12 python3.11 python3}; do
        if good_python "$candidate"; then
            python=$(command -v "$candidate")
            return
        fi
    done
}

need_python() {
    find_python
    if [ -z "$python" ]; then
        say "no Python 3.11, 3.12 or 3.13 that can make an environment"
        # shellcheck disable=SC2086  # two packages, two words
        install_packages ${lame:-python3 python3-venv}
        find_python
    fi
    [ -n "$python" ] || {
        say "then run make again, or name an interpreter: make setup PYTHON=/path/to/python3.12"
        exit 1
    }
}

# ---- .venv/ ------------------------------------------------------------------------------

# The stamp is written last.  It names the checkout (scripts in .venv/bin hold its path), the
# interpreter and the lock; an environment without one was interrupted and is made again.
place_now() { printf 'in %s\n' "$(pwd -P)"; }
python_now() { .venv/bin/python -c 'import sys; print("python", sys.version.split()[0])' 2>&1; }
lock_now() { sha256sum <requirements.lock; }

environment_ready() { [ -f $stamp ] && [ "$(cat $stamp)" = "$(place_now; python_now; lock_now)" ]; }

make_environment() {
    if [ ! -f $stamp ] || [ "$(head -n 2 $stamp)" != "$(place_now; python_now)" ]; then
        need_python
        say "making .venv with $python ($("$python" -V 2>&1))"
        rm -rf .venv
        "$python" -m venv .venv
    fi
    rm -f $stamp
    say "installing requirements.lock (about 190 MB the first time)"
    .venv/bin/python -m pip install --disable-pip-version-check --no-input \
        --require-hashes --only-binary :all: -r requirements.lock >build/setup-pip.log 2>&1 || {
        say "that failed; the last lines of build/setup-pip.log:"
        tail -n 5 build/setup-pip.log >&2
        say "run make again when that is mended; it begins where it must"
        exit 1
    }
    { place_now; python_now; lock_now; } >$stamp.new
    mv $stamp.new $stamp
    say "ready"
}

# ------------------------------------------------------------------------------------------

packages=$(missing_libraries)
[ "$purpose" = run ] || packages="$packages$(missing_server)$(missing_voice)"
if [ -z "$packages" ] && environment_ready; then
    exit 0
fi

mkdir -p build
if command -v flock >/dev/null 2>&1; then
    exec 9>build/setup.lock
    flock -n 9 || { say "another set-up is running; waiting for it"; flock 9; }
fi
if [ -n "$packages" ]; then
    # shellcheck disable=SC2086  # a list of words
    install_packages $packages
fi
environment_ready || make_environment
