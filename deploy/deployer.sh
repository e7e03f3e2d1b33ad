#!/bin/sh
# Deploys the built subgraph to the graph-node at $ADMIN_URL, and ends when its index has caught up with the chain.
# Arguments go to manometer deploy as well.
set -eu
# A local chain writes where its contracts are when it has played its history.
tries=0
until [ -s "$NETWORKS" ]; do
  tries=$((tries + 1))
  if [ "$tries" -gt "${PATIENCE_SECONDS:-1800}" ]; then
    echo "deployer: there is no $NETWORKS: set NETWORKS, or start the profile chain" >&2
    exit 1
  fi
  sleep 1
done
set -- "$@" --admin "$ADMIN_URL" --status "$STATUS_URL" --network "$NETWORK" --networks "$NETWORKS"
if [ -n "${IPFS_URL:-}" ]; then set -- "$@" --ipfs "$IPFS_URL"; fi
exec node cli/src/main.ts deploy "$@"
