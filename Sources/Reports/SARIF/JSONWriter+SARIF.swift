import Model

/// The parts of a SARIF run. Property names and value sets: SARIF 2.1.0 §3.
extension JSONWriter {
  mutating func writeArtifact(_ input: InputEntry) {
    object { w in
      w.key("location")
      w.object { $0.field("uri", sarifURI(input.name)) }
      w.field("length", Int64(clamping: input.bytes.total))
      if !input.sha256.isEmpty {
        w.key("hashes")
        w.object { $0.field("sha-256", input.sha256) }
      }
    }
  }

  mutating func writeResult(_ finding: FindingEntry, ruleIndex: Int, cluster: String) {
    field("ruleId", finding.rule)
    field("ruleIndex", ruleIndex)
    field("kind", finding.verdict.sarifKind)
    field("level", finding.sarifLevel)
    key("message")
    object {
      $0.field("text", finding.verdict.rawValue + ": " + (finding.summary.isEmpty ? finding.title : finding.summary))
    }
    list("locations", Array(finding.witness.prefix(1))) { w, witness in
      w.object { $0.writeLocation(witness.citation, message: nil, objects: finding.objects) }
    }
    if finding.witness.count > 1 {
      list("codeFlows", [finding.witness]) { w, steps in
        w.object { w in
          w.list("threadFlows", [steps]) { w, steps in
            w.object { w in
              w.list("locations", steps) { $0.writeThreadLocation($1) }
            }
          }
        }
      }
    }
    key("partialFingerprints")
    object { w in
      w.field("finding/v2", finding.fingerprint)
      if !cluster.isEmpty { w.field("cluster/v1", cluster) }
    }
    key("properties")
    object { w in
      w.field("id", finding.id)
      w.field("harm", finding.harm.rawValue)
      w.field("verdict", finding.verdict.rawValue)
      w.field("severity", finding.severity.rawValue)
      w.field("class", finding.leakClass)
      w.field("causedBy", orNull: finding.causedBy)
    }
  }

  private mutating func writeThreadLocation(_ witness: WitnessEntry) {
    object { w in
      w.key("location")
      w.object { $0.writeLocation(witness.citation, message: witness.label, objects: []) }
      if let instant = witness.instant { w.field("executionTimeUtc", instant.rfc3339) }
    }
  }

  private mutating func writeLocation(_ citation: Citation, message: String?, objects: [FindingObject]) {
    key("physicalLocation")
    object { w in
      w.key("artifactLocation")
      w.object { $0.field("uri", sarifURI(citation.source)) }
      w.key("region")
      w.object { w in
        if citation.line > 0 {
          w.field("startLine", Int64(clamping: citation.line))
        } else {
          w.field("byteOffset", Int64(clamping: citation.offset))
          w.field("byteLength", citation.text.utf8.count)
        }
        w.key("snippet")
        w.object { $0.field("text", citation.text) }
      }
    }
    if !objects.isEmpty {
      list("logicalLocations", objects) { w, object in
        w.object { w in
          w.field("fullyQualifiedName", object.ref.display)
          w.field("kind", "resource")
        }
      }
    }
    if let message {
      key("message")
      object { $0.field("text", message) }
    }
  }
}

/// A relative URI reference for a name of the evidence: every byte that is not unreserved (RFC 3986) is encoded.
private func sarifURI(_ name: String) -> String {
  let digits = Array("0123456789ABCDEF".unicodeScalars)
  var out = ""
  for byte in name.utf8 {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x2f, 0x5f, 0x7e, 0x21:
      out.unicodeScalars.append(Unicode.Scalar(byte))
    default:
      out += "%"
      out.unicodeScalars.append(digits[Int(byte >> 4)])
      out.unicodeScalars.append(digits[Int(byte & 15)])
    }
  }
  return out
}

extension Verdict {
  /// SARIF's word for what became of the evaluation.
  var sarifKind: String {
    switch self {
    case .confirmed, .probable, .suspected: "fail"
    case .resolved: "informational"
    case .refuted: "pass"
    case .notEvaluated: "open"
    }
  }
}

extension FindingEntry {
  /// Only failures have a level other than `none`; what is merely suspected is no error yet.
  var sarifLevel: String {
    if verdict.sarifKind != "fail" { return "none" }
    return verdict == .suspected && severity.sarifLevel == "error" ? "warning" : severity.sarifLevel
  }
}
