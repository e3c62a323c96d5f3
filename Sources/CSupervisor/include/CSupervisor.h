#ifndef DOCBUILD_CSUPERVISOR_H
#define DOCBUILD_CSUPERVISOR_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// The descriptor that the supervisor is started with: its end of a SOCK_SEQPACKET socket pair.
#define DOCBUILD_SUPERVISOR_SOCKET 3

/// What the supervisor tells, a packet each.
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
/// In a sandbox it has process, mount, network, host name and System V namespaces of its own, and is the first process
/// in them: when it ends, the kernel ends all others (pid_namespaces(7)), those in sessions of their own too. Without
/// one it is their subreaper (prctl(2)) and kills its children until there are none.
_Noreturn void docbuild_supervise(int sandbox, const char *_Nonnull folder);

/// Starts `program` with `arguments` as a supervisor; returns its process and sets `socket`, or returns a negative errno.
pid_t docbuild_start_supervisor(
    const char *_Nonnull program, char *_Nullable const *_Nonnull arguments,
    char *_Nullable const *_Nonnull environment, int *_Nonnull socket);

/// Asks for the shell `shell`, which runs `command` (by /bin/sh -c) in `folder` with these descriptors as standard
/// input, and as standard output and error; 0 or an errno.
int docbuild_ask_for_shell(
    int socket, int shell, const char *_Nonnull folder, const char *_Nonnull command, int input, int output);

/// Takes the next report if there is one: 1, 0 when the supervisor is gone, -1 with EAGAIN when there is none yet.
int docbuild_take_report(int socket, docbuild_supervisor_report *_Nonnull report);

/// A pipe whose ends no program started meanwhile inherits; 0 or an errno.
int docbuild_pipe(int *_Nonnull reader, int *_Nonnull writer);

/// Makes reads and writes of the descriptor return at once; 0 or an errno.
int docbuild_set_nonblocking(int descriptor);

/// Makes this process the parent of what its children leave running (PR_SET_CHILD_SUBREAPER of prctl(2)).
void docbuild_adopt_orphans(void);

/// Kills the children of this process until it has none.
void docbuild_end_children(void);

/// Removes a folder with all that is in it, as far as that can be done; follows neither links nor mounts.
void docbuild_remove_tree(const char *_Nonnull path);

#endif
