#!/bin/sh
# Runs when the primary's data are made: lets a replica on the same network read what the primary writes.
set -eu
echo "host replication all samenet scram-sha-256" >> "$PGDATA/pg_hba.conf"
