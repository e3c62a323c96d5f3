import DocbuildCore

/// The files that documents name, below the root, each with a document that names it. Only the documents themselves are
/// read: what woven parts name in their turn is not among them.
func namedSources(of documents: [ProjectDocument], in project: Project, threads: Int)
  -> [(source: Bytes, reader: Bytes)]
{
  let work = ParallelJobs.run(documents.count, threads: threads) {
    index -> [(source: Bytes, reader: Bytes)] in
    let document = documents[index]
    guard case .success(let input?) = Input.document(document, in: project) else { return [] }
    return input.template.directives.compactMap { directive in
      guard directive.recipe.revision == nil, !directive.target.isURL,
        directive.target.first != Bytes.slash
      else { return nil }
      return (document.path.folder.joined(directive.target).folded, document.path)
    }
  }
  return work?.flatMap { $0 } ?? []
}
