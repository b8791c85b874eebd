using LearningHub.Guards.Tests.Sources;
using YamlDotNet.RepresentationModel;

namespace LearningHub.Guards.Tests.Deployment;

/// <summary>The kustomize base hangs together: what it names exists, and what its containers ask for is defined.</summary>
public sealed class KustomizeBaseTests
{
    private static readonly string Base = Path.Combine(Repository.Root, "deploy/k8s/base");

    [Fact]
    public void Every_resource_that_the_base_names_is_a_file_of_kubernetes_objects()
    {
        foreach (var file in Resources())
            foreach (var document in Load(Path.Combine(Base, file)))
            {
                document["apiVersion"].ToString().ShouldNotBeEmpty(file);
                document["kind"].ToString().ShouldNotBeEmpty(file);
                document["metadata"]["name"].ToString().ShouldNotBeEmpty(file);
            }
        Directory.GetFiles(Base, "*.yaml").Select(f => Path.GetFileName(f)!).Where(f => f != "kustomization.yaml").Except(Resources()).ShouldBeEmpty("a file that the base does not name");
    }

    [Fact]
    public void Containers_ask_only_for_what_is_defined()
    {
        var documents = Resources().SelectMany(f => Load(Path.Combine(Base, f))).ToList();
        var claims = Names(documents, "PersistentVolumeClaim");
        var configs = Names(documents, "ConfigMap");
        foreach (var deployment in documents.Where(d => d["kind"].ToString() == "Deployment"))
        {
            var spec = deployment["spec"]["template"]["spec"];
            foreach (var volume in (YamlSequenceNode)spec["volumes"])
                if (((YamlMappingNode)volume).Children.TryGetValue("persistentVolumeClaim", out var claim)) claims.ShouldContain(claim["claimName"].ToString());
            foreach (var source in (YamlSequenceNode)spec["containers"][0]["envFrom"]) configs.ShouldContain(source["configMapRef"]["name"].ToString());
            deployment["spec"]["selector"]["matchLabels"].ToString().ShouldBe(deployment["spec"]["template"]["metadata"]["labels"].ToString());
            ((YamlSequenceNode)spec["containers"][0]["args"]).First().ToString().ShouldBeOneOf("silo", "web");
        }
    }

    [Fact]
    public void The_overlay_changes_only_what_the_base_has()
    {
        var overlay = Load(Path.Combine(Repository.Root, "deploy/k8s/overlays/small/kustomization.yaml")).Single();
        var deployments = Names([.. Resources().SelectMany(f => Load(Path.Combine(Base, f)))], "Deployment");
        foreach (var replica in (YamlSequenceNode)overlay["replicas"]) deployments.ShouldContain(replica["name"].ToString());
    }

    [FactWithKubectl]
    public void The_base_and_every_overlay_render()
    {
        foreach (var folder in (string[])[Base, .. Directory.GetDirectories(Path.Combine(Repository.Root, "deploy/k8s/overlays"))])
        {
            var (code, output, errors) = FactWithKubectlAttribute.Run("kustomize", folder);
            code.ShouldBe(0, $"{folder}: {errors}");
            output.ShouldContain("kind: Deployment");
        }
    }

    private static List<string> Resources() =>
        [.. ((YamlSequenceNode)Load(Path.Combine(Base, "kustomization.yaml")).Single()["resources"]).Select(r => r.ToString())];

    private static List<string> Names(IEnumerable<YamlNode> documents, string kind) =>
        [.. documents.Where(d => d["kind"].ToString() == kind).Select(d => d["metadata"]["name"].ToString())];

    private static List<YamlNode> Load(string path)
    {
        using var reader = new StreamReader(path);
        var stream = new YamlStream();
        stream.Load(reader);
        return [.. stream.Documents.Select(d => d.RootNode)];
    }
}
