#!/bin/sh
# Becomes a streaming replica of $PRIMARY at its first start, and runs what it is given.
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  psql --host="$PRIMARY" --dbname=manometer --set=ON_ERROR_STOP=1 --command="
    SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = 'replica'"
  # The name is the one that synchronous_standby_names of the primary knows.
  pg_basebackup --dbname="host=$PRIMARY application_name=replica" --pgdata="$PGDATA" --checkpoint=fast \
    --wal-method=stream --write-recovery-conf --slot=replica --create-slot
fi
exec "$@"
