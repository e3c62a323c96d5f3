import DocbuildCore

/// The documents of a project that are there, in the order of their paths, found by their paths and outputs.
struct DocumentTable: Sendable {
  let documents: [ProjectDocument]
  let rules: DocumentRules

  /// - Parameter documents: in the order of their paths.
  init(_ documents: [ProjectDocument], rules: DocumentRules) {
    self.documents = documents
    self.rules = rules
  }

  /// The document at a path.
  func index(of path: RootPath) -> Int? {
    var low = 0
    var high = documents.count
    while low < high {
      let middle = (low + high) / 2
      if documents[middle].path < path { low = middle + 1 } else { high = middle }
    }
    return low < documents.count && documents[low].path == path ? low : nil
  }

  /// The document that is woven into a file.
  func index(making output: some PathFromRoot) -> Int? {
    if let path = RootPath(folding: output.bytes), let index = index(of: path),
      documents[index].output.isSame(as: output)
    {
      return index
    }
    for template in rules.templates(of: output) {
      if let index = index(of: template), documents[index].output.isSame(as: output) {
        return index
      }
    }
    return nil
  }

  /// The document that is woven into `file`, where a document's output leads there by a link; nil for its own output.
  func other(than document: ProjectDocument, makingItsTarget file: RootPath) -> ProjectDocument? {
    guard !document.output.isSame(as: file), let index = index(making: file),
      documents[index].path != document.path
    else { return nil }
    return documents[index]
  }
}
