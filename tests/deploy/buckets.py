"""An object store of our own for a test: moto's server on a free port of this machine."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from moto.server import ThreadedMotoServer

NAMES = ("qinghe-files", "qinghe-drill")


class Store:
    """The running store, its two buckets, and the variables that name them to Yanxiu."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.client: Any = boto3.client(
            "s3", endpoint_url=address, aws_access_key_id="key", aws_secret_access_key="secret", region_name="us-east-1"
        )
        for name in NAMES:
            self.client.create_bucket(Bucket=name)

    def variables(self, bucket: str) -> dict[str, str]:
        """What docs/deploy.md tells an administrator to set."""
        return {
            "S3_BUCKET": bucket,
            "S3_ENDPOINT": self.address,
            "S3_ACCESS_KEY": "key",
            "S3_SECRET_KEY": "secret",
            "S3_ADDRESSING": "path",
        }

    def objects(self, bucket: str) -> dict[str, bytes]:
        """Every object of a bucket, by its place."""
        listed = self.client.list_objects_v2(Bucket=bucket).get("Contents", [])
        return {
            one["Key"]: self.client.get_object(Bucket=bucket, Key=one["Key"])["Body"].read() for one in listed
        }  # fmt: skip

    def empty(self, bucket: str) -> None:
        """Take everything out of a bucket."""
        for key in self.objects(bucket):
            self.client.delete_object(Bucket=bucket, Key=key)


@contextmanager
def store() -> Iterator[Store]:
    """A store for the block."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield Store(f"http://{host}:{port}")
    finally:
        server.stop()
