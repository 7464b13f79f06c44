#!/bin/sh
# Installs what the browser tests need from Debian: Chromium, and the one library Playwright's driver is linked to.
# Says plainly what is missing where it cannot.
set -eu

has_chromium() {
  # On Ubuntu, chromium-browser may be a stub that only points to a snap: what does not start is not there.
  for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null && "$name" --version >/dev/null 2>&1; then return 0; fi
  done
  return 1
}

has_driver() { .venv/bin/playwright --version >/dev/null 2>&1; }

cannot() {
  echo "The browser tests need$wanted: $1" >&2
  exit 1
}

wanted=""
has_chromium || wanted="$wanted chromium"
has_driver || wanted="$wanted libatomic1"
[ -n "$wanted" ] || exit 0

command -v apt-get >/dev/null || cannot "install your system's packages of these names, then run make test again."
if [ "$(id -u)" -eq 0 ]; then as_root=""; else
  command -v sudo >/dev/null || cannot "ask an administrator to run apt-get install$wanted, then run make test again."
  as_root="sudo"
fi
case "$wanted" in *chromium*)
  if grep -qi '^ID=ubuntu' /etc/os-release 2>/dev/null; then
    cannot "Ubuntu's chromium package is only a pointer to a snap; install google-chrome, or chromium from Debian."
  fi ;;
esac

echo "Installing$wanted for the browser tests ..."
# A list that cannot be renewed may still be good enough; the install itself says whether it was.
$as_root apt-get update -qq || true
# shellcheck disable=SC2086 # a list of package names
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $wanted >/dev/null ||
  cannot "apt-get install failed; see above."
has_chromium && has_driver || cannot "they were installed but do not start."
