import DocbuildCore

/// What a file that may be a document's output gives.
enum MadeText {
  /// It is read as it is.
  case file
  case text(SourceFacts)
  /// The outputs of a cycle, beginning with that which the file is to be read for.
  case cycle([WrittenPath])
}

extension SourceReader {
  /// What to say of a cycle, beginning with the output of the document that it is reported of.
  func cycleFailure(_ cycle: [WrittenPath]) -> FileFailure {
    let names = (cycle + cycle.prefix(1)).map { project.name(of: $0).text }
    return FileFailure(
      id: .documentCycle, message: "'\(names[0])' would be made from itself",
      notes: ["the cycle is \(names.joined(separator: " ← "))"])
  }
}

extension Project {
  /// The document that is woven into a file, by its own path or by one that leads there.
  func maker(of written: some PathFromRoot, among documents: DocumentTable) -> Int? {
    let path = WrittenPath(written.bytes.folded)
    let found = documents.index(making: path)
    guard found != nil || path.bytes.isNameOfPage,
      let real = root.real(path), real.bytes != path.bytes
    else { return found }
    return documents.index(making: real) ?? found
  }
}
