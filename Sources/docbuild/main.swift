import ArgumentParser
import DocbuildEngine
import Glibc

// The bare filter is served before ArgumentParser is touched: setting that up would cost most of its time.
openMissingStandardFiles()
superviseIfAsked()
if CommandLine.argc == 1 {
  exit(runWeave(WeaveRequest()))
} else {
  Docbuild.main()
}
