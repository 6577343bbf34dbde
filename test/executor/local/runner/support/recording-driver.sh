#!/usr/bin/env bash
# A driver that does what the captured cases' driver did: prints a configuration, feeds scripts to bash.
# RECORDING holds what a case wants done first (does.CALL, sourced; config.json, printed) and takes the calls down.
call=$1
shift
if [ "$call" = run ]; then
  printf '%s\n' "$2" >> "$RECORDING/calls"
  cp "$1" "$RECORDING/script.$(wc -l < "$RECORDING/calls")"
  [ -e "$RECORDING/environment" ] || env -0 > "$RECORDING/environment"
  [ -e "$RECORDING/response.json" ] || cp "$JOB_RESPONSE_FILE" "$RECORDING/response.json"
  does="$RECORDING/does.run.$2"
else
  printf '%s\n' "$call" >> "$RECORDING/other-calls"
  does="$RECORDING/does.$call"
fi
# shellcheck disable=SC1090
if [ -e "$does" ]; then . "$does"; fi
case $call in
config) cat "$RECORDING/config.json" ;;
run)
  if [ -e "$RECORDING/record-only" ]; then exit 0; fi
  env -i PATH="$PATH" HOME="$RECORDING" LANG=C.UTF-8 bash < "$1" 2>&1
  code=$?
  if [ "$code" -ne 0 ]; then
    printf '%s\n' "$code" > "$BUILD_EXIT_CODE_FILE"
    exit 1
  fi
  ;;
esac
