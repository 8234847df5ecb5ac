#!/bin/sh
# Runs the tests of the site and its player, or those of one file: run.sh BUILD [FILE]. Where a tool is missing, it says which,
# and how to get it.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 1
skip() {
  echo "skipped: the tests of the site need $1"
  exit 0
}
node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' 2>/dev/null || skip "node 18 or newer (apt-get install nodejs npm)"
[ -x "${CHROMIUM:-/usr/bin/chromium}" ] || skip "Chromium (apt-get install chromium, or set CHROMIUM)"
[ -d "$here/node_modules/playwright-core" ] && [ -d "$here/node_modules/speedscope" ] || skip "some packages (npm ci --prefix tests/docs)"
export HUDDLE_BUILD="$1"
failed=0
for file in "$here"/${2:-*.test.js}; do # one browser at a time
  node --test "$file" || failed=1
done
exit $failed
