"""What a service that is well, or one whose operations fail, answers to the calls of a plan.

An operation has a list of answers: the first call gets the first, and the last one stays. What the application is like
follows from the calls before."""
import copy

DETAIL = {
    "ApplicationARN": "arn:aws:kinesisanalytics:eu-west-1:123456789012:application/shop",
    "ApplicationName": "shop",
    "RuntimeEnvironment": "FLINK-2_2",
    "ApplicationStatus": "RUNNING",
    "ApplicationVersionId": 7,
    "ServiceExecutionRole": "arn:aws:iam::123456789012:role/shop",
    "ApplicationConfigurationDescription": {
        "ApplicationCodeConfigurationDescription": {
            "CodeContentType": "ZIPFILE",
            "CodeContentDescription": {
                "S3ApplicationCodeLocationDescription": {"BucketARN": "arn:aws:s3:::code", "FileKey": "new.jar"}
            },
        },
        "ApplicationSnapshotConfigurationDescription": {
            "SnapshotsEnabled": True, "SnapshotMode": "APPLICATION_SNAPSHOTS_LEGACY"
        },
        "ApplicationSystemRollbackConfigurationDescription": {"RollbackEnabled": True},
    },
}
DESCRIBED = {"ApplicationDetail": DETAIL}
STARTED = "2026-04-01T10:00:00Z"
ENDED = "2026-04-01T10:05:00Z"


def listed(status):
    older = {"Operation": "StartApplication", "OperationId": "older", "OperationStatus": "SUCCESSFUL",
             "StartTime": "2026-03-01T10:00:00Z", "EndTime": "2026-03-01T10:05:00Z"}
    last = {"Operation": "UpdateApplication", "OperationId": "last", "OperationStatus": status, "StartTime": STARTED,
            "EndTime": ENDED}
    return {"ApplicationOperationInfoList": [last, older]}


def operation(status, **more):
    details = {"Operation": "UpdateApplication", "StartTime": STARTED, "EndTime": ENDED, "OperationStatus": status}
    return {"ApplicationOperationInfoDetails": {**details, **more}}


def snapshot(status):
    return {"SnapshotDetails": {"SnapshotName": "before", "SnapshotStatus": status, "ApplicationVersionId": 7,
                                "SnapshotCreationTimestamp": STARTED, "RuntimeEnvironment": "FLINK-1_20"}}


SNAPSHOT = "arn:aws:kinesisanalytics:eu-west-1:123456789012:snapshot/before"


def enhanced(status):
    return {"SnapshotInfoDetails": {
        "SnapshotName": "before", "SnapshotArn": SNAPSHOT, "SnapshotStatus": status, "SnapshotCreationTimestamp": STARTED,
        "SnapshotInitiator": "USER", "SnapshotInitiatorOperation": "CreateSnapshot", "SnapshotFormat": "CANONICAL",
        "SnapshotSourceDescription": {},
    }}


def exported(status):
    location = {"BucketARN": "arn:aws:s3:::code", "KeyPrefix": "snapvet/", "ExportedPrefix": "snapvet/1/"}
    return {"SnapshotOperationInfoDetails": {
        "SnapshotOperationId": "1", "SnapshotOperation": "ExportSnapshot", "SnapshotOperationStatus": status,
        "SnapshotArn": SNAPSHOT,
        "SnapshotDestinationLocationDescription": {"LocationType": "S3", "S3PrefixLocation": location},
    }}


def metrics(restarts):
    values = {"numRestarts": restarts, "runningTime": 600000.0, "numberOfFailedCheckpoints": 0.0}
    return {"MetricDataResults": [{"Id": name, "Label": name, "Timestamps": [STARTED], "Values": [value]}
                                  for name, value in values.items()]}


CHANGED = {"ResourceChange": {"Action": "Modify", "LogicalResourceId": "Application", "Replacement": "False"}}
REPLACED = {"ResourceChange": {"Action": "Modify", "LogicalResourceId": "Application", "Replacement": "True"}}
ARN = "arn:aws:cloudformation:eu-west-1:123456789012:changeSet/deploy/1"

WELL = {
    "kinesisanalyticsv2.DescribeApplication": [DESCRIBED],
    "kinesisanalyticsv2.UpdateApplication": [{**DESCRIBED, "OperationId": "last"}],
    "kinesisanalyticsv2.RollbackApplication": [{**DESCRIBED, "OperationId": "last"}],
    "kinesisanalyticsv2.CreateApplication": [DESCRIBED],
    "kinesisanalyticsv2.StartApplication": [{"OperationId": "last"}],
    "kinesisanalyticsv2.StopApplication": [{"OperationId": "last"}],
    "kinesisanalyticsv2.CreateApplicationSnapshot": [{}],
    "kinesisanalyticsv2.DescribeApplicationSnapshot": [snapshot("CREATING"), snapshot("CREATING"), snapshot("READY")],
    "kinesisanalyticsv2.CreateSnapshot": [{"SnapshotArn": SNAPSHOT, "SnapshotStatus": "CREATING", "SnapshotOperationId": "0",
                                           "SnapshotOperationStatus": "IN_PROGRESS"}],
    "kinesisanalyticsv2.DescribeSnapshot": [enhanced("CREATING"), enhanced("READY")],
    "kinesisanalyticsv2.ImportSnapshot": [{"SnapshotArn": SNAPSHOT, "SnapshotStatus": "CREATING", "SnapshotOperationId": "2",
                                           "SnapshotOperationStatus": "IN_PROGRESS"}],
    "kinesisanalyticsv2.ListSnapshots": [{"SnapshotInfoList": [{
        "SnapshotName": "before", "SnapshotArn": SNAPSHOT, "SnapshotStatus": "READY", "SnapshotCreationTimestamp": STARTED,
        "SnapshotInitiator": "SYSTEM", "SnapshotInitiatorOperation": "SystemCreateSnapshot", "SnapshotFormat": "CANONICAL"}]}],
    "kinesisanalyticsv2.ExportSnapshot": [{"SnapshotOperationId": "1", "SnapshotOperationStatus": "IN_PROGRESS"}],
    "kinesisanalyticsv2.DescribeSnapshotOperation": [exported("IN_PROGRESS"), exported("SUCCESSFUL")],
    "kinesisanalyticsv2.ListApplicationSnapshots": [{"SnapshotSummaries": [snapshot("READY")["SnapshotDetails"]]}],
    "kinesisanalyticsv2.ListApplicationOperations": [listed("IN_PROGRESS"), listed("SUCCESSFUL")],
    "kinesisanalyticsv2.DescribeApplicationOperation": [operation("IN_PROGRESS"), operation("SUCCESSFUL")],
    "cloudwatch.GetMetricData": [metrics(0.0)],
    "cloudwatch.PutMetricAlarm": [{}],
    "cloudwatch.DescribeAlarms": [{"MetricAlarms": [{"AlarmName": "shop-restarts", "StateValue": "OK"}]}],
    "cloudformation.ListChangeSets": [{"Summaries": [
        {"ChangeSetId": ARN, "ChangeSetName": "deploy", "CreationTime": STARTED}]}],
    "cloudformation.DescribeChangeSet": [{"ChangeSetId": ARN, "Changes": [CHANGED]}],
    "cloudformation.ExecuteChangeSet": [{}],
    "s3.HeadObject": [{"ContentLength": 4711}],
}
FAILING = {
    **WELL,
    "kinesisanalyticsv2.DescribeApplicationSnapshot": [snapshot("CREATING"), snapshot("FAILED")],
    "kinesisanalyticsv2.DescribeSnapshot": [enhanced("CREATING"), enhanced("FAILED")],
    "kinesisanalyticsv2.DescribeSnapshotOperation": [exported("IN_PROGRESS"), exported("FAILED")],
    "kinesisanalyticsv2.ListApplicationOperations": [listed("FAILED")],
    "kinesisanalyticsv2.DescribeApplicationOperation": [operation("FAILED", OperationFailureDetails={
        "ErrorInfo": {"ErrorString": "the job graph of the code cannot be made"}})],
    "cloudwatch.GetMetricData": [metrics(3.0)],
    "cloudformation.DescribeChangeSet": [{"ChangeSetId": ARN, "Changes": [REPLACED]}],
}


STATUS_AFTER = {"StopApplication": "READY", "StartApplication": "RUNNING"}


class Service:
    """The answers, call by call. Its state is plain data, to be kept between two processes."""

    def __init__(self, answers, state):
        self.answers = answers
        self.state = state
        self.state.setdefault("calls", {})

    def answer(self, operation_name, runtime=None):
        """None: nothing is known of the operation. runtime: the one that the call asks for."""
        calls, operation = self.state["calls"], operation_name.split(".")[-1]
        number = calls.get(operation_name, 0)
        calls[operation_name] = number + 1
        self.state["status"] = STATUS_AFTER.get(operation, self.state["status"])
        self.state["runtime"] = runtime or self.state["runtime"]
        known = self.answers.get(operation_name)
        if not known:
            return None
        answer = copy.deepcopy(known[min(number, len(known) - 1)])
        if "ApplicationDetail" in answer:
            detail = answer["ApplicationDetail"]
            detail.update(ApplicationStatus=self.state["status"], RuntimeEnvironment=self.state["runtime"])
            if self.state["enhanced"]:
                detail["ApplicationConfigurationDescription"]["ApplicationSnapshotConfigurationDescription"][
                    "SnapshotMode"] = "ENHANCED_SNAPSHOTS"
        return answer


def state_before(step, status="RUNNING", is_enhanced=False):
    """What the application is like when a step begins; "" for a whole script."""
    return {"status": status, "runtime": "FLINK-2_2" if step == "operation" else "FLINK-1_20", "enhanced": is_enhanced}
