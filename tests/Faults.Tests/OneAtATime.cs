// Each run has a host, a database and its clients to itself: two at once would be each other's load.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
