#define _GNU_SOURCE
#include "CSupervisor.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

// UNFIT is the status of a first process whose sandbox can't be furnished: docbuild goes on without one.
enum { SHELLS = 256, REQUEST = 1 << 16, UNFIT = 3 };

static pid_t shells[SHELLS];

static void tell(int socket, int kind, int shell, int value) {
  docbuild_supervisor_report report = {kind, shell, value};
  while (send(socket, &report, sizeof report, MSG_NOSIGNAL) < 0 && errno == EINTR) {
  }
}

static int write_file(const char *path, const char *text) {
  int file = open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0) return -1;
  ssize_t put = write(file, text, strlen(text));
  close(file);
  return put < 0 ? -1 : 0;
}

// New namespaces for this process and its children; without root's rights in a user namespace in which the user keeps
// his number. 0 or an errno.
static int enter_sandbox(void) {
  int kinds = CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWUTS | CLONE_NEWIPC;
  if (unshare(kinds) == 0) return 0;
  if (errno != EPERM) return errno;
  char users[64], groups[64];
  snprintf(users, sizeof users, "%u %u 1\n", geteuid(), geteuid());
  snprintf(groups, sizeof groups, "%u %u 1\n", getegid(), getegid());
  if (unshare(CLONE_NEWUSER | kinds) != 0) return errno;
  if (write_file("/proc/self/setgroups", "deny") || write_file("/proc/self/uid_map", users) ||
      write_file("/proc/self/gid_map", groups))
    return errno;
  return 0;
}

// What the first process of the sandbox finds there: its own /proc, and the loopback interface up.
static int furnish_sandbox(void) {
  if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) return errno;
  if (mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) != 0) return errno;
  int any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (any < 0) return errno;
  struct ifreq loopback = {0};
  strcpy(loopback.ifr_name, "lo");
  loopback.ifr_flags = IFF_UP;
  int code = ioctl(any, SIOCSIFFLAGS, &loopback) == 0 ? 0 : errno;
  close(any);
  return code;
}

static void start_shell(int socket, int shell, char *folder, char *command, int input, int output) {
  pid_t child = fork();
  if (child == 0) {
    sigset_t none;
    sigemptyset(&none);
    setsid();
    if (chdir(folder) == 0 && dup2(input, 0) >= 0 && dup2(output, 1) >= 0 && dup2(output, 2) >= 0) {
      sigprocmask(SIG_SETMASK, &none, NULL);
      signal(SIGPIPE, SIG_DFL);
      execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    }
    dprintf(output, "%s: %s\n", folder, strerror(errno));
    _exit(127);
  }
  if (child > 0) shells[shell] = child;
  tell(socket, 'S', shell, child > 0 ? 0 : errno);
}

// Takes one request; 0 when the other end is closed.
static int take_request(int socket) {
  static char text[REQUEST];
  union {
    struct cmsghdr header;
    char room[CMSG_SPACE(2 * sizeof(int))];
  } control;
  struct iovec part = {text, sizeof text - 1};
  struct msghdr message = {0};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = &control;
  message.msg_controllen = sizeof control;
  ssize_t got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  if (got < 0) return errno == EINTR || errno == EAGAIN;
  if (got == 0) return 0;
  text[got] = 0;
  struct cmsghdr *passed = CMSG_FIRSTHDR(&message);
  if (!passed || passed->cmsg_type != SCM_RIGHTS || passed->cmsg_len != CMSG_LEN(2 * sizeof(int)))
    return 1;
  int descriptors[2];
  memcpy(descriptors, CMSG_DATA(passed), sizeof descriptors);
  char *folder = text + 1;
  char *command = folder + strlen(folder) + 1;
  if (command <= text + got)
    start_shell(socket, (unsigned char)text[0], folder, command, descriptors[0], descriptors[1]);
  close(descriptors[0]);
  close(descriptors[1]);
  return 1;
}

static void reap(int socket) {
  int status;
  pid_t ended;
  while ((ended = waitpid(-1, &status, WNOHANG)) > 0) {
    for (int shell = 0; shell < SHELLS; shell++) {
      if (shells[shell] != ended) continue;
      shells[shell] = 0;
      tell(socket, 'X', shell, WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
    }
  }
}

void docbuild_adopt_orphans(void) { prctl(PR_SET_CHILD_SUBREAPER, 1); }

void docbuild_end_children(void) {
  for (;;) {
    DIR *processes = opendir("/proc");
    struct dirent *entry;
    while (processes && (entry = readdir(processes))) {
      pid_t process = atoi(entry->d_name), parent = 0;
      if (process <= 0) continue;
      char path[64], line[512];
      snprintf(path, sizeof path, "/proc/%d/stat", process);
      FILE *file = fopen(path, "re");
      if (!file) continue;
      // The name in parentheses may hold anything.
      char *behind = fgets(line, sizeof line, file) ? strrchr(line, ')') : NULL;
      if (behind && sscanf(behind, ") %*c %d", &parent) == 1 && parent == getpid())
        kill(process, SIGKILL);
      fclose(file);
    }
    if (processes) closedir(processes);
    if (waitpid(-1, NULL, 0) < 0 && errno == ECHILD) return;
  }
}

static void serve(int socket) {
  sigset_t children;
  sigemptyset(&children);
  sigaddset(&children, SIGCHLD);
  sigprocmask(SIG_BLOCK, &children, NULL);
  int ended = signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK);
  for (;;) {
    struct pollfd watched[2] = {{socket, POLLIN, 0}, {ended, POLLIN, 0}};
    if (poll(watched, 2, -1) < 0 && errno != EINTR) return;
    if (watched[1].revents) {
      struct signalfd_siginfo which;
      while (read(ended, &which, sizeof which) > 0) {
      }
      reap(socket);
    }
    if (watched[0].revents && !take_request(socket)) return;
  }
}

_Noreturn void docbuild_supervise(int sandbox, const char *folder) {
  const int socket = DOCBUILD_SUPERVISOR_SOCKET;
  fcntl(socket, F_SETFD, FD_CLOEXEC);
  signal(SIGINT, SIG_IGN);  // docbuild decides, and closes the socket
  signal(SIGHUP, SIG_IGN);
  signal(SIGPIPE, SIG_IGN);
  if (sandbox) {
    int refused = enter_sandbox();
    if (refused) {
      tell(socket, 'U', 0, refused);
      _exit(0);
    }
    pid_t first = fork();
    if (first > 0) {
      close(socket);
      int status = 0;
      while (waitpid(first, &status, 0) < 0 && errno == EINTR) {
      }
      if (!WIFEXITED(status) || WEXITSTATUS(status) != UNFIT) docbuild_remove_tree(folder);
      _exit(0);
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    int code = first < 0 ? errno : furnish_sandbox();
    tell(socket, 'U', 0, code);
    if (code) _exit(UNFIT);
    serve(socket);
    _exit(0);
  }
  docbuild_adopt_orphans();
  tell(socket, 'U', 0, -1);
  serve(socket);
  docbuild_end_children();
  docbuild_remove_tree(folder);
  _exit(0);
}

pid_t docbuild_start_supervisor(
    const char *program, char *const *arguments, char *const *environment, int *socket) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) return -errno;
  // A descriptor that already has the number would keep its close-on-exec flag.
  int theirs = fcntl(ends[1], F_DUPFD_CLOEXEC, DOCBUILD_SUPERVISOR_SOCKET + 1);
  close(ends[1]);
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t none, defaults;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, theirs, DOCBUILD_SUPERVISOR_SOCKET);
  posix_spawn_file_actions_addclosefrom_np(&actions, DOCBUILD_SUPERVISOR_SOCKET + 1);
  sigemptyset(&none);
  sigfillset(&defaults);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setflags(
      &attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  pid_t child;
  int code = theirs < 0 ? errno : posix_spawn(&child, program, &actions, &attributes, arguments, environment);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (theirs >= 0) close(theirs);
  if (code) {
    close(ends[0]);
    return -code;
  }
  *socket = ends[0];
  return child;
}

int docbuild_ask_for_shell(
    int socket, int shell, const char *folder, const char *command, int input, int output) {
  size_t folder_length = strlen(folder) + 1, command_length = strlen(command) + 1;
  size_t length = 1 + folder_length + command_length;
  if (shell < 0 || shell >= SHELLS || length >= REQUEST) return E2BIG;
  char *text = malloc(length);
  if (!text) return ENOMEM;
  text[0] = (char)shell;
  memcpy(text + 1, folder, folder_length);
  memcpy(text + 1 + folder_length, command, command_length);
  union {
    struct cmsghdr header;
    char room[CMSG_SPACE(2 * sizeof(int))];
  } control;
  memset(&control, 0, sizeof control);
  struct iovec part = {text, length};
  struct msghdr message = {0};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = &control;
  message.msg_controllen = sizeof control;
  struct cmsghdr *passed = CMSG_FIRSTHDR(&message);
  passed->cmsg_level = SOL_SOCKET;
  passed->cmsg_type = SCM_RIGHTS;
  passed->cmsg_len = CMSG_LEN(2 * sizeof(int));
  int descriptors[2] = {input, output};
  memcpy(CMSG_DATA(passed), descriptors, sizeof descriptors);
  ssize_t put;
  while ((put = sendmsg(socket, &message, MSG_NOSIGNAL)) < 0 && errno == EINTR) {
  }
  int code = put < 0 ? errno : 0;
  free(text);
  return code;
}

int docbuild_take_report(int socket, docbuild_supervisor_report *report) {
  ssize_t got;
  while ((got = recv(socket, report, sizeof *report, MSG_DONTWAIT)) < 0 && errno == EINTR) {
  }
  return got == sizeof *report ? 1 : got < 0 && errno == EAGAIN ? -1 : 0;
}

int docbuild_pipe(int *reader, int *writer) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return errno;
  *reader = ends[0];
  *writer = ends[1];
  return 0;
}

int docbuild_set_nonblocking(int descriptor) {
  return fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0 ? 0 : errno;
}
