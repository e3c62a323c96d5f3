import DocbuildEngine

/// Documents that are to be checked, each once, the most urgent first.
struct DueDocuments {
  private var list: [ProjectDocument] = []
  private var known: Set<ProjectDocument> = []

  var first: ProjectDocument? { list.first }

  var isEmpty: Bool { list.isEmpty }

  func contains(_ document: ProjectDocument) -> Bool { known.contains(document) }

  /// Adds documents behind the others; those that are there stay where they are.
  mutating func add(_ documents: some Sequence<ProjectDocument>) {
    for document in documents where known.insert(document).inserted { list.append(document) }
  }

  /// Puts others behind these.
  mutating func add(_ others: DueDocuments) { add(others.list) }

  mutating func remove(_ document: ProjectDocument) {
    guard known.remove(document) != nil else { return }
    if list.first == document { list.removeFirst() } else { list.removeAll { $0 == document } }
  }

  mutating func keep(where isWanted: (ProjectDocument) -> Bool) {
    list = list.filter(isWanted)
    known = Set(list)
  }
}
