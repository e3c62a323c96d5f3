package import DocbuildCore

/// What lies in `.docbuild`, the folder at a project's root where docbuild keeps what it knows: these are all its names.
///
/// Nothing here decides what a page says: it spares work, or says what docbuild itself wrote. What is damaged, of another
/// version or no regular file is never trusted and stops no run: it counts as not there, each case below says how.
/// What is there and can't be read is the machine's trouble, a thrown `SystemError`. A checkout may bring such a folder
/// along, so nothing in it is followed or opened to be written to: files are made anew and renamed over what is there.
/// Only lists of digests grow where they lie, as long as no other name leads there.
///
/// `Sources/README.md` has the same as a table.
package enum StateFile: String, CaseIterable, Sendable {
  /// Keeps the folder out of git's sight: the line `*`. Made where no regular file is; one that says something else is
  /// left alone, and then `folders` is not written.
  case ignore = ".gitignore"
  /// Is held (`flock`) by a build as long as it runs, and is empty. What else is in its place is replaced.
  case lock
  /// What each output was made from: `BuildLog`. Written by `build` where something was done. Damaged: everything is
  /// woven again, and the build says so.
  case log
  /// What small builds have changed of the log: `BuildLog+Changes`. Written by `build`, taken away with each whole log.
  /// Damaged: the log is not used either. Of another log: not looked at.
  case changes
  /// What decides which files git lists: `KnownListing`. Written by a `build` with nothing to do. Damaged: git is asked.
  case folders
  /// The warnings of pages that are up to date: `KeptRemarks`. Written by `build`, taken away when there are none.
  /// Damaged: everything is woven again, and the build says so.
  case remarks
  /// The digests of what `build` has made: `DigestList`. Added to before outputs are put into their places. Damaged: those
  /// digests are not known, and what git can't give back is not replaced.
  case written
  /// The digests of what `accept` has written: `DigestList`. Damaged: as for `written`.
  case accepted
  /// The tests that have passed: `PassedLog`. Written by `test`. Damaged, or tracked by git: all run again.
  case passed
  /// A folder: documents as they were before `accept` changed them, where git does not know them. Never read, and nothing
  /// in it is replaced.
  case replaced
  /// A folder: outputs that are not in their places yet, by number. Emptied by each `build`, never read.
  case new
  /// A folder: the stamps of the ninja file that `deps` writes. Only ninja writes there, and `weave` its depfiles.
  case ninja

  /// The folder.
  package static let folder = RootPath(trusted: Bytes(".docbuild".utf8))

  /// Its name in the folder.
  package var name: Bytes { Bytes(rawValue.utf8) }

  /// Its path.
  package var path: RootPath { StateFile.folder.joined(name) }

  /// What a file begins with: its name and the version of its format, a line. Nil for what has no format of its own.
  var heading: Bytes? {
    let line: String
    switch self {
    case .log: line = "docbuild log 5\n"
    case .changes: line = "docbuild changes 1\n"
    case .folders: line = "docbuild folders 1\n"
    case .remarks: line = "docbuild remarks 3\n"
    case .written: line = "docbuild wrote this: version 1.\n"
    case .accepted: line = "docbuild accepted 1\n"
    case .passed: line = "docbuild passed 2\n"
    case .ignore, .lock, .replaced, .new, .ninja: return nil
    }
    return Bytes(line.utf8)
  }
}
