import DocbuildCore

extension TranscriptJob {
  /// Leaves of what commands printed only what their blocks show. A block of which nothing can be shown counts as not run.
  ///
  /// - Returns: why nothing can be shown.
  func showOutputs(_ outcome: inout TranscriptSession.Outcome) -> [Diagnostic] {
    var problems: [Diagnostic] = []
    for (index, block) in blocks.enumerated() where index < outcome.blocks.count {
      guard let output = block.output, var done = outcome.blocks[index],
        let result = done.commands.first, result.status == output.status
      else { continue }
      do throws(OutputTrouble) {
        let shown = try output.shown(result.output)
        done.commands = [TranscriptSession.CommandResult(output: shown, ending: result.ending)]
        outcome.blocks[index] = done
      } catch {
        problems.append(
          Diagnostic(
            error.id, error.message, at: document.place(0, of: block),
            notes: result.tail.map { .init($0) }))
        outcome.blocks[index] = nil
      }
    }
    return problems
  }
}
