#define _GNU_SOURCE
#include "CSupervisor.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_LEFT = 64 };

static pid_t left[MOST_LEFT];
static int left_count;

void docbuild_adopt_orphans(void) { prctl(PR_SET_CHILD_SUBREAPER, 1); }

void docbuild_leave_child(pid_t child) {
  int index = __atomic_fetch_add(&left_count, 1, __ATOMIC_RELAXED);
  if (index < MOST_LEFT) left[index] = child;
}

static int is_left(pid_t child) {
  for (int index = 0; index < MOST_LEFT; index++)
    if (left[index] == child) return 1;
  return 0;
}

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (long long)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static void pause_for(int milliseconds) {
  struct timespec time = {0, milliseconds * 1000000L};
  nanosleep(&time, NULL);
}

// The parent, state and name of a process; 0 when it is gone.
static pid_t parent_of(pid_t process, char *state, char *name, size_t room) {
  char path[64], line[512];
  snprintf(path, sizeof path, "/proc/%d/stat", process);
  FILE *file = fopen(path, "re");
  if (!file) return 0;
  pid_t parent = 0;
  char *begin = fgets(line, sizeof line, file) ? strchr(line, '(') : NULL;
  // The name in parentheses may hold anything.
  char *end = begin ? strrchr(line, ')') : NULL;
  if (end && sscanf(end, ") %c %d", state, &parent) == 2 && name)
    snprintf(name, room, "%.*s", (int)(end - begin - 1), begin + 1);
  fclose(file);
  return parent;
}

int docbuild_end_children(int milliseconds) {
  long long deadline = now() + milliseconds;
  for (int turn = 2;; turn++) {
    int found = 0;
    DIR *processes = opendir("/proc");
    struct dirent *entry;
    while (processes && (entry = readdir(processes))) {
      pid_t process = atoi(entry->d_name);
      char state;
      if (process <= 0 || is_left(process) || parent_of(process, &state, NULL, 0) != getpid())
        continue;
      kill(process, SIGKILL);
      found = 1;
    }
    if (processes) closedir(processes);
    int ended = 0;
    pid_t child;
    while ((child = waitpid(-1, NULL, WNOHANG)) > 0) ended = 1;
    if (child < 0 && errno == ECHILD) return 0;
    if (!found && !ended && left_count > 0) return 0;
    if (milliseconds >= 0 && now() >= deadline) return 1;
    if (!ended) pause_for(turn < 200 ? turn : 200);
  }
}

int docbuild_await_child(pid_t child, int milliseconds) {
  long long deadline = now() + milliseconds;
  for (int turn = 1;; turn++) {
    pid_t ended = waitpid(child, NULL, WNOHANG);
    if (ended == child || (ended < 0 && errno != EINTR)) return 1;
    if (now() >= deadline) return 0;
    pause_for(turn < 20 ? turn : 20);
  }
}

pid_t docbuild_find_unkilled(pid_t ancestor, char *name, size_t room) {
  DIR *processes = opendir("/proc");
  struct dirent *entry;
  pid_t found = 0;
  while (processes && !found && (entry = readdir(processes))) {
    pid_t process = atoi(entry->d_name);
    char state = 0, other;
    if (process <= 0 || process == ancestor) continue;
    pid_t above = parent_of(process, &state, name, room);
    if (state != 'D') continue;
    for (int depth = 0; above > 1 && above != ancestor && depth < 1000; depth++)
      above = parent_of(above, &other, NULL, 0);
    if (above == ancestor) found = process;
  }
  if (processes) closedir(processes);
  return found;
}
