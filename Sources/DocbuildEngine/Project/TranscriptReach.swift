import DocbuildCore

/// Which documents' transcripts what has changed can concern.
///
/// A transcript may read what it likes of the project. Of pages it is taken to read those of its own folder, unless it, or
/// something beside it, may name others.
struct TranscriptReach: Sendable {
  private let changed: [RootPath]
  /// Whether something has changed that is not a page.
  private let hasOther: Bool
  private let configuration: Configuration
  /// The folders, and all above them, of files that name the root by its variable.
  private let foldersThatNameRoot: Set<RootPath>

  /// - Throws: where the project's files can't be listed.
  init(of changed: ChangedFiles, in project: Project, _ interrupt: Interrupt) throws {
    self.changed = changed.paths
    configuration = project.configuration
    hasOther = changed.paths.contains {
      !$0.bytes.isNameOfPage && !$0.bytes.ends(with: Bytes(".src".utf8))
    }
    guard !hasOther else {
      foldersThatNameRoot = []
      return
    }
    var folders: Set<RootPath> = []
    let files = try ProjectDocuments.files(
      of: project, endings: [[]], holdsNested: true, interrupt)
    for file in files where !folders.contains(file.folder) {
      guard !file.bytes.isNameOfPage,
        case .success(let text) = project.root.read(file, limit: project.options.maxSourceBytes),
        text.holds(TranscriptReach.root)
      else { continue }
      var folder = file.folder
      while folders.insert(folder).inserted, !folder.isRoot { folder = folder.folder }
    }
    foldersThatNameRoot = folders
  }

  private static let root = Bytes("DOCBUILD_ROOT".utf8)

  /// Whether the document at a path may hold transcripts that read what has changed, by its text.
  func covers(_ document: RootPath, text: Bytes) -> Bool {
    guard ["console", "session"].contains(where: { text.holds(Bytes($0.utf8)) }) else {
      return false
    }
    let folder = document.folder
    return hasOther || foldersThatNameRoot.contains(folder)
      || changed.contains { $0.lies(at: folder) }
      || [TranscriptReach.root, Bytes("reads=".utf8), Bytes("in=".utf8)].contains {
        text.holds($0)
      }
      || !configuration.prompts.isEmpty || configuration.test.folder(of: document) != nil
      || configuration.test.reads(of: document) != nil
  }
}
