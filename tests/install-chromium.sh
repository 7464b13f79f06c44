#!/bin/sh
# Installs Debian's Chromium for the browser tests, where there is none; says plainly what is missing where it cannot.
set -eu

for name in chromium chromium-browser google-chrome; do
  # On Ubuntu, chromium-browser may be a stub that only points to a snap: what does not start is not there.
  if command -v "$name" >/dev/null && "$name" --version >/dev/null 2>&1; then exit 0; fi
done

cannot() {
  echo "The browser tests need Chromium: $1" >&2
  exit 1
}

command -v apt-get >/dev/null || cannot "install your system's chromium package, then run make test again."
if [ "$(id -u)" -eq 0 ]; then as_root=""; else
  command -v sudo >/dev/null || cannot "ask an administrator to run apt-get install chromium, then run make test again."
  as_root="sudo"
fi
if grep -qi '^ID=ubuntu' /etc/os-release 2>/dev/null; then
  cannot "Ubuntu's chromium package is only a pointer to a snap; install google-chrome or a Debian chromium."
fi
echo "Installing Chromium for the browser tests ..."
$as_root apt-get update -qq || true
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends chromium >/dev/null ||
  cannot "apt-get install chromium failed; see above."
