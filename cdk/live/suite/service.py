"""What runs by itself."""

from datetime import datetime, timedelta, timezone

from deployed import Deployed


def tick(at: Deployed) -> None:
    """the scheduler was woken each minute"""
    now = datetime.now(timezone.utc)
    found = at.client("cloudwatch").get_metric_statistics(
        Namespace="AWS/Lambda", MetricName="Invocations", Statistics=["Sum"], Period=600,
        Dimensions=[{"Name": "FunctionName", "Value": f"wavecast-{at.stage}-scheduler"}],
        StartTime=now - timedelta(minutes=13), EndTime=now - timedelta(minutes=3))
    woken = sum(point["Sum"] for point in found["Datapoints"])
    assert 9 <= woken <= 21, woken


def alarms(at: Deployed) -> None:
    """no alarm rings"""
    found = at.client("cloudwatch").describe_alarms(AlarmNamePrefix=f"wavecast-{at.stage}-", StateValue="ALARM")
    assert found["MetricAlarms"] == [], [alarm["AlarmName"] for alarm in found["MetricAlarms"]]


def ledger(at: Deployed) -> None:
    """the table can be brought back to any second, and forgets what ended"""
    dynamodb, table = at.client("dynamodb"), at.outputs["TableName"]
    backups = dynamodb.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
    assert backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"
    end = dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
    assert (end["TimeToLiveStatus"], end["AttributeName"]) == ("ENABLED", "expires"), end


CHECKS = [tick, alarms, ledger]
