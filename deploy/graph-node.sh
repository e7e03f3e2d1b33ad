#!/bin/bash
# Runs what it is given, a graph-node, for as long as the PostgreSQL of $POSTGRES_URL answers. One that comes up before
# its database neither works nor ends, and one left running while its database was away may see no new block. So it is
# started when PostgreSQL lets clients in, and ended when PostgreSQL has gone: it is then started again, and waits.
set -u
place="${POSTGRES_URL##*@}"
place="${place%%/*}"
host="${place%%:*}"
port="${place##*:}"
# A client's first message: its length, the protocol's version 3.0, a user and a database.
greeting='\0\0\0\053\0\03\0\0user\0manometer\0database\0manometer\0\0'

# Greets PostgreSQL on descriptor 3. True when it asks who comes (R), false when it is not there or still starts (E).
greet() {
  { exec 3<>"/dev/tcp/$host/$port"; } 2>/dev/null || return 1
  printf '%b' "$greeting" >&3
  IFS= read -r -N 1 -t 5 -u 3 kind && [ "$kind" = R ]
}

# Ends when PostgreSQL has gone. It lets nobody stay silent for more than a minute, so after 50 s it is greeted anew.
watch() {
  while greet; do
    IFS= read -r -N 4096 -t 50 -u 3 _
    [ $? -gt 128 ] || return
  done
}

until greet; do
  [ -n "${waits:-}" ] || echo "graph-node.sh: waiting for PostgreSQL at $host:$port" >&2
  waits=yes
  sleep 1
done
exec 3>&-
# The image sets this to nothing, which graph-node takes for a file's name.
[ -n "${GRAPH_NODE_CONFIG:-}" ] || unset GRAPH_NODE_CONFIG
"$@" &
node=$!
# SIGTERM does nothing to it.
trap 'kill -INT "$node"' INT TERM
{
  watch
  echo "graph-node.sh: PostgreSQL at $host:$port has gone: graph-node is ended, to begin anew" >&2
  kill -KILL "$node"
} &
watcher=$!
# A signal ends the waiting first, and then graph-node.
while wait "$node"; code=$?; kill -0 "$node" 2>/dev/null; do :; done
kill "$watcher" 2>/dev/null
wait "$watcher" 2>/dev/null
exit "$code"
