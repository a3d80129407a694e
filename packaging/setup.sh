# Shared by packaging/demo and packaging/test (bash; sourced, with the repository as working folder).
# Makes .venv from the lock files, asks for exactly the system libraries that are missing, and does nothing
# the second time. PYTHON=… names another Python than python3.

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "$*"
  exit 1
}

# The Debian packages that bring the shared libraries Qt loads; found by trying on a bare Debian 12.
# Without a display the first list is enough.
QT_LIBRARIES="libGL.so.1=libgl1 libEGL.so.1=libegl1 libglib-2.0.so.0=libglib2.0-0 libdbus-1.so.3=libdbus-1-3
  libfontconfig.so.1=libfontconfig1 libxkbcommon.so.0=libxkbcommon0"
QT_DISPLAY_LIBRARIES="libxcb-cursor.so.0=libxcb-cursor0 libxcb-icccm.so.4=libxcb-icccm4
  libxcb-keysyms.so.1=libxcb-keysyms1 libxcb-shape.so.0=libxcb-shape0 libxcb-xkb.so.1=libxcb-xkb1
  libxkbcommon-x11.so.0=libxkbcommon-x11-0 libwayland-cursor.so.0=libwayland-cursor0"

has_display() {
  [ "$(uname -s)" != Linux ] || [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ]
}

# Prints the packages (or, where there is no apt, the libraries) that are missing.
missing_libraries() {
  local wanted="$QT_LIBRARIES" known pair
  has_display && wanted="$wanted $QT_DISPLAY_LIBRARIES"
  known=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null) || return 0
  for pair in $wanted; do
    case "$known" in
      *"${pair%%=*} "*) ;;
      *) if command -v apt-get >/dev/null; then say_word "${pair#*=}"; else say_word "${pair%%=*}"; fi ;;
    esac
  done
}

say_word() { printf ' %s' "$1"; }

# Prints the packages that are missing for Python itself.
missing_python() {
  if ! command -v "${PYTHON:-python3}" >/dev/null; then
    printf ' python3 python3-venv'
  elif ! "${PYTHON:-python3}" -c 'import ensurepip, venv' 2>/dev/null; then
    printf ' python3-venv'
  fi
}

# Installs the system packages given, or says the one command that does.
install_packages() {
  [ $# -gt 0 ] || return 0
  if ! command -v apt-get >/dev/null; then
    fail "Missing on this system; please install what brings: $*"
  fi
  local command="apt-get install -y --no-install-recommends $*"
  local become=""
  if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
      become=sudo
    else
      fail "Missing system packages. As root: apt-get update && $command"
    fi
  fi
  say "Installing system packages: $*"
  # shellcheck disable=SC2086 # words on purpose
  { $become apt-get update -qq && $become env DEBIAN_FRONTEND=noninteractive $command; } >&2 </dev/null ||
    fail "That did not work. By hand: apt-get update && $command"
}

# Installs one lock file and the project itself into .venv; nothing where that is already done.
set_up() {
  local lock=$1 python=.venv/bin/python
  local missing
  missing="$(missing_python)$([ "$(uname -s)" = Linux ] && missing_libraries)"
  # shellcheck disable=SC2086 # words on purpose
  install_packages $missing
  "${PYTHON:-python3}" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' ||
    fail "Python 3.11 to 3.14 is needed; PYTHON=/path/to/python names another one."
  if ! "$python" -c 'import pip' 2>/dev/null; then
    rm -rf .venv
    "${PYTHON:-python3}" -m venv .venv
  fi
  local pip="$python -m pip --disable-pip-version-check --no-input --quiet"
  if ! cmp -s "$lock" ".venv/$lock"; then
    say "Installing what $lock lists into .venv …"
    $pip install --require-hashes -r "$lock"
    cp "$lock" ".venv/$lock"
    # The development list holds the same pins and more.
    [ "$lock" = requirements.lock ] || cp requirements.lock .venv/requirements.lock
  fi
  if ! cmp -s pyproject.toml .venv/pyproject.toml; then
    $pip install --no-deps --no-build-isolation --editable .
    cp pyproject.toml .venv/pyproject.toml
  fi
}
