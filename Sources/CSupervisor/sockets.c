#define _GNU_SOURCE
#include "sandbox.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// How many entries of a folder and of those below it are looked at.
enum { MOST_ENTRIES = 30000 };

static void put(path_list *list, const char *path) {
  if (list->count + 1 >= list->room) {
    int room = list->room ? list->room * 2 : 64;
    char **grown = realloc(list->paths, (size_t)room * sizeof *grown);
    if (!grown) return;
    list->paths = grown;
    list->room = room;
  }
  char *copy = strdup(path);
  if (!copy) return;
  list->paths[list->count++] = copy;
  list->paths[list->count] = NULL;
}

static void add(path_list *list, const char *path) {
  struct stat status;
  if (lstat(path, &status) == 0 && S_ISSOCK(status.st_mode)) put(list, path);
}

// A name that was bound relative to some process's folder: all that it may be.
static void add_relative(path_list *list, const char *name) {
  DIR *processes = opendir("/proc");
  struct dirent *entry;
  while (processes && (entry = readdir(processes))) {
    if (atoi(entry->d_name) <= 0) continue;
    char link[64], folder[PATH_MAX], path[2 * PATH_MAX];
    snprintf(link, sizeof link, "/proc/%d/cwd", atoi(entry->d_name));
    ssize_t length = readlink(link, folder, sizeof folder - 1);
    if (length <= 0) continue;
    folder[length] = 0;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    add(list, path);
  }
  if (processes) closedir(processes);
}

// unix(7): the name is the eighth column of a line in /proc/net/unix.
static void add_bound(path_list *list) {
  FILE *file = fopen("/proc/net/unix", "re");
  char *line = NULL;
  size_t room = 0;
  while (file && getline(&line, &room, file) > 0) {
    line[strcspn(line, "\n")] = 0;
    int start = 0;
    if (sscanf(line, "%*s %*s %*s %*s %*s %*s %*s %n", &start) < 0 || start == 0) continue;
    const char *name = line + start;
    if (name[0] == '/')
      add(list, name);
    else if (name[0] && name[0] != '@')
      add_relative(list, name);
  }
  free(line);
  if (file) fclose(file);
}

// proc_pid_mountinfo(5): the mount point is the fifth column, with octal escapes.
static void add_mounted(path_list *list) {
  FILE *file = fopen("/proc/self/mountinfo", "re");
  char *line = NULL;
  size_t room = 0;
  while (file && getline(&line, &room, file) > 0) {
    char path[PATH_MAX], *to = path;
    if (sscanf(line, "%*s %*s %*s %*s %4095s", path) != 1) continue;
    for (const char *from = path; *from; from++) {
      if (from[0] == '\\' && from[1] && from[2] && from[3]) {
        *to++ = (char)((from[1] - '0') * 64 + (from[2] - '0') * 8 + (from[3] - '0'));
        from += 3;
      } else {
        *to++ = *from;
      }
    }
    *to = 0;
    add(list, path);
  }
  free(line);
  if (file) fclose(file);
}

// Level by level: services keep their sockets near the top.
static void add_below(path_list *list, const char *top) {
  path_list folders = {0};
  int left = MOST_ENTRIES;
  put(&folders, top);
  for (int index = 0; index < folders.count && left > 0; index++) {
    DIR *entries = opendir(folders.paths[index]);
    struct dirent *entry;
    while (entries && left-- > 0 && (entry = readdir(entries))) {
      char path[PATH_MAX];
      if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
      int length = snprintf(path, sizeof path, "%s/%s", folders.paths[index], entry->d_name);
      if (length >= (int)sizeof path) continue;
      if (entry->d_type == DT_SOCK || entry->d_type == DT_UNKNOWN) add(list, path);
      if (entry->d_type == DT_DIR) put(&folders, path);
    }
    if (entries) closedir(entries);
  }
  for (int index = 0; index < folders.count; index++) free(folders.paths[index]);
  free(folders.paths);
}

path_list find_sockets(void) {
  path_list found = {0};
  add_bound(&found);
  add_mounted(&found);
  const char *folders[] = {"/run", "/var/run", "/tmp", "/var/tmp"};
  for (size_t index = 0; index < sizeof folders / sizeof *folders; index++) {
    struct stat status;
    if (lstat(folders[index], &status) == 0 && S_ISDIR(status.st_mode))
      add_below(&found, folders[index]);
  }
  return found;
}
