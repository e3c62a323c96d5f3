#ifndef DOCBUILD_CSUPERVISOR_H
#define DOCBUILD_CSUPERVISOR_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// The descriptor that the supervisor is started with: its end of a SOCK_SEQPACKET socket pair.
#define DOCBUILD_SUPERVISOR_SOCKET 3

/// What the supervisor reports, a packet each.
typedef struct {
  /// 'U': it is ready; `value` is 0 in a sandbox, -1 without one that was not wanted, else the errno that refused it.
  /// 'S': the shell `shell` was started; `value` is 0 or an errno.
  /// 'X': the shell `shell` ended; `value` is its exit status, or 128 and the number of the signal.
  int32_t kind;
  int32_t shell;
  int32_t value;
} docbuild_supervisor_report;

/// Keeps the shells of transcripts, with all that they start, until the other end of its socket is closed; then it kills
/// them, removes `folder`, in which they worked, and ends. Never returns.
///
/// In a sandbox their first process has process, mount, network, host name and System V namespaces of its own: when it
/// ends, the kernel ends all others (pid_namespaces(7)), those in sessions of their own too. Files can be changed in
/// `folder` and in what is named only, and the machine's Unix sockets are covered. `words` say more of it:
///
/// - `write=PATH`: a file, folder or socket that is left as it is;
/// - `cache=FOLDER`: one that can be written to, though what is written is not kept;
/// - `project=FOLDER`: the project's root, whose `.docbuild` is hidden;
/// - `narrow`: all of the project is hidden but for each `read=PATH`;
/// - `keep-root`: root keeps its rights over the kernel, and with them over its mounts.
///
/// Without a sandbox it is their subreaper (prctl(2)) and kills its children until there are none.
_Noreturn void docbuild_supervise(
    int sandbox, const char *_Nonnull folder, char *_Nullable const *_Nonnull words, int count);

/// Asks for the shell `shell`, which runs `command` (by /bin/sh -c) in `folder` with these descriptors as standard
/// input, and as standard output and error; 0 or an errno.
int docbuild_ask_for_shell(
    int socket, int shell, const char *_Nonnull folder, const char *_Nonnull command, int input,
    int output);

/// Takes the next report if there is one: 1, 0 when the supervisor is gone, -1 with EAGAIN when there is none yet.
int docbuild_take_report(int socket, docbuild_supervisor_report *_Nonnull report);

/// A pipe whose ends no program started meanwhile inherits; 0 or an errno.
int docbuild_pipe(int *_Nonnull reader, int *_Nonnull writer);

/// Makes reads and writes of the descriptor return at once; 0 or an errno.
int docbuild_set_nonblocking(int descriptor);

/// Makes this process the parent of what its children leave running (PR_SET_CHILD_SUBREAPER of prctl(2)).
void docbuild_adopt_orphans(void);

/// Kills the children of this process until it has none, at most for so long, for ever if that is negative; 0, or 1 when
/// some can't be killed.
int docbuild_end_children(int milliseconds);

/// Makes `docbuild_end_children` leave a child alone.
void docbuild_leave_child(pid_t child);

/// Waits for a child at most for so long: 1, or 0 when it still runs.
int docbuild_await_child(pid_t child, int milliseconds);

/// A process below `ancestor` that waits where no signal reaches it, with its name; 0 when there is none.
pid_t docbuild_find_unkilled(pid_t ancestor, char *_Nonnull name, size_t room);

/// Hides the environment of this process from others, which read it by /proc; `getenv` goes on as before. To be called
/// before there are threads.
void docbuild_hide_environment(void);

/// Removes a folder with all that is in it; follows neither links nor mounts. 0, or the errno why something stays.
int docbuild_remove_tree(const char *_Nonnull path);

#endif
