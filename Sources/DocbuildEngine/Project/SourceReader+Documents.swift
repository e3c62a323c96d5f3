import DocbuildCore

/// Sources that are outputs of documents themselves: they are read as they will be, so each document is made from the
/// new text of those before it, in whatever order they are woven.
extension SourceReader {
  /// What a file that may be a document's output gives.
  enum MadeText {
    /// It is read as it is.
    case file
    case text(Source)
    /// The outputs of a cycle, beginning with that which the file is to be read for.
    case cycle([Bytes])
    /// It is not read: documents would be made from one another more than `depth` deep.
    case tooDeep
  }

  /// Each document that is made for another takes some of a thread's stack.
  private static let depth = 200

  /// - Parameter readers: the outputs that are being made, from the outermost to the one that names the file.
  func made(_ path: Bytes, name: Bytes, for readers: [Bytes]) -> MadeText {
    guard let own = readers.last, let document = made.maker(of: path, in: project)
    else { return .file }
    if let start = readers.firstIndex(of: document.output) {
      let cycle = Array(readers[start...])
      made.note(cycle: cycle)
      return .cycle(MadeTexts.turned(cycle, to: own))
    }
    if let known = made.known(path, document.output, for: own) { return known }
    guard readers.count < SourceReader.depth else { return .tooDeep }
    guard case .success(let input?) = Input.document(document, in: project)
    else { return .file }
    let woven = weave(input, with: self, prover: Prover(threads: 1), for: readers)
    if interrupt.isSet { return .file }
    if let cycle = woven.cycle {
      return cycle.contains(own) ? .cycle(MadeTexts.turned(cycle, to: own)) : .file
    }
    let inputs = [document.path] + woven.dependencies.map(\.path)
    guard woven.isDocument, let bytes = woven.document?.bytes,
      bytes.count <= project.options.maxSourceBytes,
      project.root.reason(toRefuse: bytes, at: document.output) == nil
    else {
      _ = made.keep(nil, at: path, from: inputs)
      return .file
    }
    let source = Source(name: name.text, bytes: normalised(bytes), path: name)
    return made.keep(source, at: path, from: inputs).map { .text($0) } ?? .file
  }

  /// What to say where documents are made from one another too deep.
  func tooDeep(_ name: Bytes) -> FileFailure {
    FileFailure(
      id: .includeTooDeep,
      message:
        "'\(name.text)' is an output more than \(SourceReader.depth) documents deep: each is made from the next"
    )
  }

  /// What to say of a cycle, beginning with the output of the document that is told so.
  func cycleFailure(_ cycle: [Bytes]) -> FileFailure {
    let names = (cycle + cycle.prefix(1)).map { project.name(of: $0).text }
    return FileFailure(
      id: .documentCycle, message: "'\(names[0])' would be made from itself",
      notes: ["the cycle is \(names.joined(separator: " ← "))"])
  }
}

extension Project {
  /// The document that is woven into a file, by its own path or by one that leads there.
  func maker(of path: Bytes, among documents: DocumentTable) -> Int? {
    let path = path.folded
    let found = documents.index(making: path)
    guard found != nil || path.isNameOfPage,
      let real = root.real(path), real != path
    else { return found }
    return documents.index(making: real) ?? found
  }
}
