#!/bin/sh
# What "./mvnw verify" runs in this module: unpacks the distribution, then runs every test against it.
#
#   run.sh DISTRIBUTION [TEST...]   the tar.gz the server module made, and which tests (all)
set -eu

NODE_MINIMUM=20

cd "$(dirname "$0")"
distribution=${1:?the distribution to test}
shift

die() {
  printf 'e2e: %s\n' "$*" >&2
  exit 1
}

major=$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null) || major=0
if [ "$major" -lt "$NODE_MINIMUM" ] || ! command -v npm >/dev/null; then
  die "the tests with real clients need Node.js $NODE_MINIMUM or newer with npm, and $(
    [ "$major" -eq 0 ] && echo "no node was found" || echo "node $(node --version) was found"
  ). Install it (Debian, Ubuntu: apt install nodejs npm; Fedora: dnf install nodejs; macOS: brew install node; any:" \
    "https://nodejs.org), or leave the tests out with -DskipTests."
fi
[ -f "$distribution" ] || die "$distribution is not there; the server module's package phase makes it"

# Tests that start a Java program themselves take the one that the launcher would.
. ../.mvn/find-jdk.sh
find_jdk 25 || die "needs Java 25 or newer"
E2E_JAVA=$JDK_FOUND/bin/java
export E2E_JAVA

npm ci --no-audit --no-fund --ignore-scripts --loglevel=error
rm -rf target/parley
mkdir -p target/parley
tar -xzf "$distribution" -C target/parley --strip-components=1
node lib/warm.mjs

[ $# -gt 0 ] || set -- test/*.test.mjs
exec node --test --test-reporter=spec --test-concurrency=2 --test-timeout=120000 "$@"
