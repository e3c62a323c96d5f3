#ifndef DOCBUILD_CCONFINE_H
#define DOCBUILD_CCONFINE_H

/// Gives up for good what a server of pages needs no more once its sockets are open: to gain rights by a program
/// (PR_SET_NO_NEW_PRIVS), and to open, make or run any file (Landlock, Linux 5.13). Returns 1 where no file can be opened any
/// more, 0 where the kernel can't see to it.
int docbuild_confine(void);

/// fork(2), which Swift does not offer, since a process with threads must not call it: this one has none. Returns 0 in the
/// new process, which has to end by `docbuild_end`.
int docbuild_split(void);

/// Ends the process at once, without what the C library does at its end.
_Noreturn void docbuild_end(int status);

#endif
