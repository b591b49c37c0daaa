"""The examples of rebuilding and verifying in the OpenAPI document."""

REBUILDING = """{"phase":"read","done":2000,"total":2155}
{"phase":"done","events":2155,"cells":1204,"facts":2140,"parked":0,"differences":0,"examples":[],"unrecorded":0,"unrecorded_streams":[]}
"""
VERIFYING = """{"phase":"fold","done":2155,"total":2155}
{"phase":"done","equal":true,"different":0,"differences":[],"cells":1204,"persons":310,"events":2155,"pending":0,"overdue":0,"parked":0,"parked_streams":[],"outdated":[]}
"""
