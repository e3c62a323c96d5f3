import DocbuildCore

/// The order of a pass: a document that is made from the output of another comes after it. Whoever names such an output has
/// its document woven first, once for all that show it; so each is made from the new text of those before it, in whatever
/// order threads come to them.
extension Pass {
  /// What a file that may be a document's output gives.
  ///
  /// - Parameter readers: the outputs that are being made, from the outermost to the one that names the file.
  func made(_ path: Bytes, name: Bytes, for readers: [Bytes]) -> MadeText {
    let texts = reader.made
    guard let own = readers.last, let document = texts.maker(of: path, in: project)
    else { return .file }
    if let start = readers.firstIndex(of: document.output) {
      let cycle = Array(readers[start...])
      texts.note(cycle: cycle)
      return .cycle(MadeTexts.turned(cycle, to: own))
    }
    if let known = texts.known(path, document.output, for: own) { return known }
    guard readers.count < MadeText.depth else { return .tooDeep }
    guard case .success(let input?) = Input.document(document, in: project)
    else { return .file }
    let woven = Pass(reader, prover: Prover(threads: 1)).weave(input, for: readers)
    if reader.interrupt.isSet { return .file }
    if let cycle = woven.cycle {
      return cycle.contains(own) ? .cycle(MadeTexts.turned(cycle, to: own)) : .file
    }
    let inputs = [document.path] + woven.dependencies.map(\.path)
    guard woven.isDocument, let bytes = woven.document?.bytes,
      bytes.count <= project.options.maxSourceBytes,
      project.root.reason(toRefuse: bytes, at: document.output) == nil
    else {
      _ = texts.keep(nil, at: path, from: inputs)
      return .file
    }
    let source = SourceFacts(
      Source(name: name.text, bytes: normalised(bytes), path: name))
    return texts.keep(source, at: path, from: inputs, isOfLookups: !woven.lookups.isEmpty).map {
      .text($0)
    } ?? .file
  }
}
