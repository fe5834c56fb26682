/// Every fixed text of a report. Texts of rules and evidence are not in here: they stay as given.
enum Label: String, CaseIterable, Sendable {
  // Parts of a report
  case summary, findings, finding, coverage, timelines, timeline, remediation, versions, unknowns, appendix, inputs
  case controllers, contents, earliest, notUnderstood, clocks, run, noFindings
  // Parts of a finding
  case what, since, objects, proof, absences, why, verdictReason, now, check, undo, expect, causedBy, causes
  case affects, fixedIn, advice, references, drawing, drawingNote, evidence, steps, step
  // Columns
  case time, actor, line, address, object, outcome, detail, verdict, severity, kind, name, source, count, rule,
    leakClass
  case process, replica, leader, version, format, size, lines, period, clock, checksum, problems, gaps, reason, command
  // Short phrases
  case andMoreObjects, andMoreSteps, andMoreFixes, andMoreRows, omitted, cutBytes, cutMark, repeated, proven, toCheck,
    covered
  case notCovered, didNotHappen, notSeen, noGaps, gapsMany, partial, bytesUnderstood, bytesRecognized
  case bytesNotUnderstood, bytesSkipped, lastSeen, until, unknownTime, showFix, showProof, runFirst, precondition
  case exitClear, exitFindings, exitConfirmed, exitInconclusive, inputsLine, moreInputs, machineHint, tooLong
  case copy, copied, filter, search, all, none, leftOut, further, shown, nothingMatches, wroteBy, commandLine, rulePack,
    noneKnown
  case checkedAbove, andMoreCommands, firstSigns, skipToFindings, laterLines, elapsed, evidenceFrom,
    truncated, jumpTo, asAbove, checksItself, citedFiles, citedFilesBelow, rawLine, runbook, stepOf, oneOf,
    moreFindings, runbookElsewhere, folded, closing, objectsElsewhere, findingsElsewhere, checkedFor, filterTimelines,
    fromTime, toTime, showAll, zoomHint
  case primitive0, primitive1, primitive2, primitive3, primitive4, primitive5
  // Words for values
  case verdictConfirmed, verdictProbable, verdictSuspected, verdictResolved, verdictRefuted, verdictNotEvaluated
  case severityCritical, severityHigh, severityMedium, severityLow, severityInfo
  case outcomeLeaked, outcomeStuck, outcomeResolved, outcomeAtRisk, outcomeConflict, outcomeRefuted
  case titleResolved, titleRefuted
  case actorUser, actorPodWorker, actorSubnetWorker, actorIPWorker, actorGC, actorAPIServer, actorState, actorOther
  case actorVpcWorker, actorNATWorker, actorController, actorQueue
  case standingWrong, standingSuspected, standingPast, standingClear, standingInconclusive
  case harmControllerDown, harmPodsBlocked, harmSharedAddress, harmStuckDeletion, harmLeakedAddress, harmWastedWork
  case harmHealed
}
