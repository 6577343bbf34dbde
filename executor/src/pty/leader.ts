/** Printed by the leader when the terminal is raw enough; nothing of the job comes before it. */
export const LEADER_READY = 'ready\n';
/** Exit status of a leader that could not set up its terminal. */
const LEADER_FAILED = 125;

/**
 * The session leader of a job's terminal, a POSIX sh script. Arguments: the file for the job's standard input, the
 * user id that the terminal is to belong to or nothing, the job's command.
 *
 * - `-opost -echo`: what the job writes is what we read, no LF becomes CR LF, our own lines are not echoed.
 * - The sentinel comes over the terminal and stays in a shell variable: neither the argument list nor the
 *   environment of any process shows it to the job.
 * - After the job, which may have changed the terminal's modes, the leader prints sentinel and status and waits for
 *   a line. So all output is read while the terminal is open: Node takes the end of a terminal for the end of data
 *   although bytes are left (libuv issue 4992), and node-pty destroys the socket 200 ms after exit.
 * - The shell's own words (dash says "Killed" of a child) are not output of the job: they go to /dev/null. The
 *   subshell is what makes it so: dash redirects a simple command in the waiting shell itself.
 */
export const LEADER_SCRIPT = `stty -opost -echo || exit ${LEADER_FAILED}
printf 'ready\\n'
IFS= read -r sentinel
input=$1
owner=$2
shift 2
[ -z "$owner" ] || chown "$owner" /proc/self/fd/1
exec 3>&2 2>/dev/null
( exec 2>&3 3>&- <"$input" && exec "$@" )
result=$?
stty -opost -echo icanon
printf '%s%s\\n' "$sentinel" "$result"
IFS= read -r acknowledged
exit "$result"
`;
