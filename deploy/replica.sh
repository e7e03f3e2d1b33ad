#!/bin/sh
# Becomes a streaming replica of $PRIMARY at its first start, and runs what it is given.
set -eu
ask() {
  PGOPTIONS="-c synchronous_commit=local" psql --host="$PRIMARY" --dbname=manometer --set=ON_ERROR_STOP=1 "$@"
}
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  # Beside its place until it is whole: what is left of an interrupted one is neither used nor in the way.
  copy="$PGDATA.copy"
  rm -rf "$copy"
  ask --command="
    SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = 'replica'"
  # The name is the one that synchronous_standby_names of the primary knows.
  pg_basebackup --dbname="host=$PRIMARY application_name=replica" --pgdata="$copy" --checkpoint=fast \
    --wal-method=stream --write-recovery-conf --slot=replica --create-slot
  # Commits that wait for a replica are in the copy, but it takes them for unfinished until it replays a later one. So
  # it replays one under another name, which no commit waits for: they would end, and be missing here.
  ask --command="SELECT txid_current()" --command="SELECT pg_create_restore_point('copied')"
  "$@" -D "$copy" -c hot_standby=off -c listen_addresses= -c unix_socket_directories="$copy" \
    -c primary_conninfo="host=$PRIMARY application_name=copy" \
    -c recovery_target_name=copied -c recovery_target_action=shutdown
  mv -T "$copy" "$PGDATA"
fi
exec "$@"
