#!/bin/sh
# Spark runs on Java: says plainly where it is missing or too old.
set -eu

java="${JAVA_HOME:+$JAVA_HOME/bin/}java"

cannot() {
  echo "Spark needs Java 17 or newer; $1 Install it (Debian, Ubuntu: apt-get install openjdk-17-jre-headless), or name another one: JAVA_HOME=…" >&2
  exit 1
}

command -v "$java" >/dev/null || cannot "$java is missing."
version=$("$java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')
[ "${version:-0}" -ge 17 ] || cannot "$java is of version ${version:-unknown}."
