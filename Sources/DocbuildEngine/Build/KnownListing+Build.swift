import DocbuildCore

extension KnownListing {
  /// What there is to note after git has listed `documents` of the project; nil where it would not decide all.
  ///
  /// - Parameter started: the time before git was asked, in nanoseconds since 1970.
  init?(of documents: [ProjectDocument], in project: Project, started: Int) {
    let own = StateFile.folder.bytes + [Bytes.slash]
    guard !documents.contains(where: { $0.path.bytes.starts(with: own) }) else { return nil }
    self.init(in: project.root, most: 64 + documents.count / 4, started: started)
  }
}
