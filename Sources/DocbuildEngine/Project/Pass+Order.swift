import DocbuildCore

/// The order of a pass: a document that is made from the output of another comes after it. Whoever names such an output has
/// all that it is made from woven first, once for all that show it; so each is made from the new text of those before it, in
/// whatever order threads come to them.
extension Pass {
  /// What a file that may be a document's output gives.
  ///
  /// - Parameter own: the output of the document that names the file; nil where nothing is made.
  func made(_ path: WrittenPath, name: Bytes, for own: WrittenPath?) -> MadeText {
    let texts = reader.made
    guard let own, let document = texts.maker(of: path, in: project) else { return .file }
    if let known = known(path, of: document, for: own) { return known }
    var inputs: [Int: Input] = [:]
    let order = DocumentOrder(from: document) { number in
      guard let output = texts.document(number)?.output, texts.known(output) == nil,
        let read = input(of: number)
      else { return [] }
      inputs[number] = read
      return shown(by: read)
    }
    for knot in order.knots {
      if reader.interrupt.isSet { return .file }
      if knot.isCyclic {
        texts.note(knot)
      } else if let input = knot.shown.keys.first.flatMap({ inputs[$0] }), let output = input.output
      {
        make(output, name: project.name(of: output), by: input)
      }
    }
    if texts.knot(of: document) == nil, let input = inputs[document] ?? input(of: document) {
      make(path, name: name, by: input)
    }
    return known(path, of: document, for: own) ?? .file
  }

  private func known(_ path: WrittenPath, of document: Int, for own: WrittenPath) -> MadeText? {
    let texts = reader.made
    guard let knot = texts.knot(of: document) else { return texts.known(path) }
    guard let reader = texts.maker(of: own, in: project), knot.shown[reader] != nil
    else { return .file }
    let cycle = knot.cycle(from: reader, through: document)
    return .cycle(cycle.compactMap { texts.document($0)?.output })
  }

  private func input(of document: Int) -> Input? {
    guard let document = reader.made.document(document),
      case .success(let input) = Input.document(document, in: project)
    else { return nil }
    return input
  }

  /// The documents whose outputs a document shows.
  private func shown(by input: Input) -> [Int] {
    let texts = reader.made
    var found: [Int] = []
    _ = load(input) { path, name in
      guard let maker = texts.maker(of: path, in: project) else { return .file }
      found.append(maker)
      // Only which it is counts.
      return .text(SourceFacts(Source(name: name.text, bytes: [], path: name)))
    }
    return found
  }

  /// Weaves a document, and keeps what the file at `path`, called `name` by the user, is by that.
  private func make(_ path: WrittenPath, name: Bytes, by input: Input) {
    let texts = reader.made
    guard texts.known(path) == nil, let output = input.output,
      let document = texts.maker(of: output, in: project).flatMap(texts.document)
    else { return }
    let woven = Pass(reader, prover: Prover(threads: 1)).weave(input)
    if reader.interrupt.isSet { return }
    var text: SourceFacts?
    if woven.isDocument, let bytes = woven.document?.bytes,
      bytes.count <= project.options.maxSourceBytes,
      document.output.folded.map({ project.root.reason(toRefuse: bytes, at: $0) == nil }) ?? false
    {
      text = SourceFacts(Source(name: name.text, bytes: normalised(bytes), path: name))
    }
    texts.keep(
      text, at: path, from: [document.path] + woven.dependencies.map(\.path),
      isOfLookups: !woven.lookups.isEmpty)
  }
}
