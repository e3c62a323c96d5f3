/// What is stored for the next time.
enum NextLog {
  case whole(BuildLog)
  /// What differs from the log that is there, to be kept beside it.
  case changes(BuildLog, to: BuildLog)
}

extension Workspace {
  /// Stores what is known for the next time.
  func store(_ log: NextLog) throws(SystemError) {
    switch log {
    case .whole(let log): try store(log)
    case .changes(let made, let whole): try store(made, changing: whole)
    }
  }
}
