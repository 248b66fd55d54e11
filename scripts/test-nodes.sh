#!/usr/bin/env bash
# Runs the whole test suite on the other Node lines that Watchpost supports: npm run test:nodes [22 24]
# Each line comes from the npm registry, headers included: better-sqlite3 is built anew for it, in a copy of the tree.
set -euo pipefail
cd "$(dirname "$0")/.."
lines=("$@")
[ ${#lines[@]} -gt 0 ] || lines=(22 24)
platform=$(node -p '`${process.platform === "win32" ? "win" : process.platform}-${process.arch}`')
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for line in "${lines[@]}"; do
  node="$work/node-$line"
  tree="$work/tree-$line"
  mkdir -p "$node" "$tree"
  npm install --silent --no-save --no-audit --no-fund --prefix "$node" "node-$platform@$line"
  home="$node/node_modules/node-$platform"
  git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$tree"
  (
    cd "$tree"
    export PATH="$home/bin:$PATH" npm_config_nodedir="$home"
    echo "== Node $(node --version)"
    npm ci --no-audit --no-fund
    npm test
  )
done
echo "Every line passed: ${lines[*]}"
