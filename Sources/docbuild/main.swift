import ArgumentParser
import Glibc

// The bare filter is served before ArgumentParser is touched: setting that up would cost most of its time.
openMissingStandardFiles()
if CommandLine.argc == 1 {
  exit(runWeave(WeaveRequest()))
} else {
  Docbuild.main()
}
