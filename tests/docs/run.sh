#!/bin/sh
# Runs the tests of the site and its player, or those of one file: run.sh BUILD [FILE]. Where a tool is missing, it says which,
# and how to get it.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 1
skip() {
  echo "skipped: the tests of the site need $1"
  exit 0
}
node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null || skip "node 20 or newer (apt-get install nodejs npm)"
[ -x "${CHROMIUM:-/usr/bin/chromium}" ] || skip "Chromium (apt-get install chromium, or set CHROMIUM)"
[ -d "$here/node_modules/playwright-core" ] && [ -d "$here/node_modules/speedscope" ] || skip "some packages (npm ci --prefix tests/docs)"
HUDDLE_BUILD=$1 exec node --test --test-concurrency=1 "$here"/${2:-*.test.js}
