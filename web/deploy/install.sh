#!/bin/sh
# Installs the program from this folder, without a network:
#   sh install.sh FOLDER [STATE]
# FOLDER gets the program (FOLDER/venv), STATE (FOLDER/var) the index, where there is none yet.
# PYTHON names the interpreter (python3). Run anew for a new version, the service stopped.
set -eu
# The service, another user, reads what is installed; nobody else writes it.
umask 022
LC_ALL=C
export LC_ALL
PIP_CONFIG_FILE=/dev/null
export PIP_CONFIG_FILE

fail() {
  echo "install.sh: $1" >&2
  exit 1
}

[ $# -ge 1 ] && [ $# -le 2 ] || fail "usage: sh install.sh FOLDER [STATE]"
case $1 in /*) folder=$1 ;; *) folder=$(pwd)/$1 ;; esac
case ${2:-$folder/var} in /*) state=${2:-$folder/var} ;; *) state=$(pwd)/$2 ;; esac
cd "$(dirname "$0")"

if command -v sha256sum >/dev/null; then sums=sha256sum; else sums="shasum -a 256"; fi
[ -f SHA256SUMS ] || fail "SHA256SUMS is missing: unpack the bundle again"
$sums --check --quiet --strict SHA256SUMS >&2 || fail "a file is not as it was bundled: unpack the bundle again"
found=$(find . ! -type d ! -path ./SHA256SUMS | sort)
[ "$found" = "$(cut -c67- SHA256SUMS | sort)" ] || fail "a file is here that was not bundled: unpack the bundle again"

python=${PYTHON:-python3}
wanted=$(cat python-version)
command -v "$python" >/dev/null || fail "there is no $python: install Python $wanted, or set PYTHON"
here=$("$python" -c 'import platform, sys, sysconfig
print(f"{sys.version_info[0]}.{sys.version_info[1]} {sysconfig.get_platform()}")')
[ "$here" = "$wanted" ] || fail "the bundle is for Python $wanted, $python is $here"

"$python" -m venv --clear "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-cache-dir \
  --no-index --find-links wheels michishirube
mkdir -p "$state"
if [ -d plans ] && [ ! -e "$state/plans" ]; then
  rm -rf "$state/.plans"
  cp -R plans "$state/.plans"
  mv "$state/.plans" "$state/plans"
fi
if [ ! -e "$state/index" ]; then
  # A link, as the program makes it: the next index is switched to by one rename.
  rm -rf "$state/.index-bundled" "$state/index"
  cp -R index "$state/.index-bundled"
  ln -s .index-bundled "$state/index"
fi
echo "installed: MICHISHIRUBE_INDEX=$state/index $folder/venv/bin/michishirube serve"
