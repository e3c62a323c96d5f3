#define _GNU_SOURCE
#include "CSupervisor.h"

#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

static int open_up(const char *path, const struct stat *status, int kind, struct FTW *place) {
  (void)place;
  if (kind == FTW_D || kind == FTW_DNR) chmod(path, (status->st_mode & 07777) | 0700);
  return 0;
}

static int take_away(const char *path, const struct stat *status, int kind, struct FTW *place) {
  (void)status;
  (void)place;
  if (kind == FTW_DP || kind == FTW_D || kind == FTW_DNR) {
    rmdir(path);
  } else {
    unlink(path);
  }
  return 0;
}

void docbuild_remove_tree(const char *path) {
  nftw(path, open_up, 32, FTW_PHYS | FTW_MOUNT);
  nftw(path, take_away, 32, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}
