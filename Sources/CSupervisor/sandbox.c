#define _GNU_SOURCE
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

int plan_has(const sandbox_plan *plan, const char *word) {
  for (int index = 0; index < plan->count; index++)
    if (!strcmp(plan->words[index], word)) return 1;
  return 0;
}

const char *plan_value(const sandbox_plan *plan, int index, const char *key) {
  const char *word = plan->words[index];
  size_t length = strlen(key);
  return !strncmp(word, key, length) && word[length] == '=' ? word + length + 1 : NULL;
}

int plan_writes(const sandbox_plan *plan, const char *path) {
  for (int index = 0; index < plan->count; index++) {
    const char *allowed = plan_value(plan, index, "write");
    size_t length = allowed ? strlen(allowed) : 0;
    if (length && !strncmp(path, allowed, length) && (path[length] == 0 || path[length] == '/'))
      return 1;
  }
  return 0;
}

static int write_file(const char *path, const char *text) {
  int file = open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0) return errno;
  int code = write(file, text, strlen(text)) < 0 ? errno : 0;
  close(file);
  return code;
}

// A user namespace in which a user keeps his number, and has no other.
static int become_lone_user(int kinds) {
  char users[64], groups[64];
  snprintf(users, sizeof users, "%u %u 1\n", geteuid(), geteuid());
  snprintf(groups, sizeof groups, "%u %u 1\n", getegid(), getegid());
  if (unshare(CLONE_NEWUSER | kinds) != 0) return errno;
  int code = write_file("/proc/self/setgroups", "deny");
  if (!code) code = write_file("/proc/self/uid_map", users);
  return code ? code : write_file("/proc/self/gid_map", groups);
}

// Writes a map of users or groups in which each that there is in this namespace keeps its number.
static int keep_numbers(pid_t process, const char *map) {
  char path[64], line[128], text[4096];
  size_t length = 0;
  snprintf(path, sizeof path, "/proc/self/%s", map);
  FILE *own = fopen(path, "re");
  if (!own) return errno;
  while (fgets(line, sizeof line, own)) {
    unsigned long first, count;
    if (sscanf(line, "%lu %*u %lu", &first, &count) != 2 || length + 64 > sizeof text) continue;
    length +=
        (size_t)snprintf(text + length, sizeof text - length, "%lu %lu %lu\n", first, first, count);
  }
  fclose(own);
  snprintf(path, sizeof path, "/proc/%d/%s", process, map);
  return write_file(path, text);
}

// A user namespace in which all users keep their numbers: root may do there what concerns files as before, but neither
// change mounts from outside nor the kernel. A child that stays outside has the right to write the maps.
static int become_root_inside(int kinds) {
  int ready[2];
  if (pipe2(ready, O_CLOEXEC) != 0) return errno;
  pid_t parent = getpid(), helper = fork();
  if (helper < 0) return errno;
  if (helper == 0) {
    char byte;
    close(ready[1]);
    if (read(ready[0], &byte, 1) != 1) _exit(EPIPE);
    int code = keep_numbers(parent, "uid_map");
    _exit(code ? code : keep_numbers(parent, "gid_map"));
  }
  close(ready[0]);
  int code = unshare(CLONE_NEWUSER | kinds) == 0 ? 0 : errno;
  if (!code && write(ready[1], "x", 1) != 1) code = errno;
  close(ready[1]);
  int status = 0;
  while (waitpid(helper, &status, 0) < 0 && errno == EINTR) {}
  if (code) return code;
  return WIFEXITED(status) ? WEXITSTATUS(status) : EPERM;
}

// Whether parts of /proc are covered, as in containers and in another sandbox: a user namespace gets no new one then.
static int proc_is_covered(void) {
  FILE *file = fopen("/proc/self/mountinfo", "re");
  char *line = NULL, point[64];
  size_t room = 0;
  int is_covered = 0;
  while (file && getline(&line, &room, file) > 0) {
    if (sscanf(line, "%*s %*s %*s %*s %63s", point) != 1 || strncmp(point, "/proc/", 6)) continue;
    // What is mounted on a folder that is always empty covers nothing.
    if (strcmp(point, "/proc/sys/fs/binfmt_misc")) is_covered = 1;
  }
  free(line);
  if (file) fclose(file);
  return is_covered;
}

int enter_sandbox(const sandbox_plan *plan) {
  path_list sockets = find_sockets();
  int is_lone = 0;
  if (unshare(CLONE_NEWNS) != 0) {
    if (errno != EPERM) return errno;
    int code = become_lone_user(CLONE_NEWNS);
    if (code) return code;
    is_lone = 1;
  }
  int code = furnish_mounts(plan, sockets);
  if (code) return code;
  // From a second mount namespace of fewer rights the mounts of the first can't be taken away again.
  const int kinds = CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWUTS | CLONE_NEWIPC;
  if (is_lone) return become_lone_user(kinds | CLONE_NEWNS);
  int keeps_root = plan_has(plan, "keep-root") || proc_is_covered();
  if (!keeps_root && become_root_inside(kinds | CLONE_NEWNS) == 0) return 0;
  return unshare(kinds) == 0 ? 0 : errno;
}

// Keeps a part of /proc from being written to.
static void seal(const char *path) {
  if (mount(path, path, NULL, MS_BIND, NULL) == 0)
    mount(
        NULL, path, NULL, MS_BIND | MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC,
        NULL);
}

int furnish_sandbox(const sandbox_plan *plan) {
  if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) return errno;
  if (mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) != 0) return errno;
  // The owner of these files may write to them, whatever his powers.
  if (geteuid() == 0 && !plan_has(plan, "keep-root")) {
    seal("/proc/sys");
    seal("/proc/sysrq-trigger");
  }
  int any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (any < 0) return errno;
  struct ifreq loopback = {0};
  strcpy(loopback.ifr_name, "lo");
  loopback.ifr_flags = IFF_UP;
  int code = ioctl(any, SIOCSIFFLAGS, &loopback) == 0 ? 0 : errno;
  close(any);
  return code;
}
