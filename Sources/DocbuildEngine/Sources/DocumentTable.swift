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

  /// The document at a path below the root.
  func index(of path: Bytes) -> Int? {
    var low = 0
    var high = documents.count
    while low < high {
      let middle = (low + high) / 2
      if documents[middle].path.comesBefore(path) { low = middle + 1 } else { high = middle }
    }
    return low < documents.count && documents[low].path == path ? low : nil
  }

  /// The document that is woven into a file.
  func index(making output: Bytes) -> Int? {
    if let index = index(of: output), documents[index].output == output { return index }
    for template in rules.templates(of: output) {
      if let index = index(of: template), documents[index].output == output { return index }
    }
    return nil
  }
}
