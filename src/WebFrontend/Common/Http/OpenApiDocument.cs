using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace LearningHub.WebFrontend.Common;

/// <summary>The API's own description at /openapi/v1.json.</summary>
internal static class OpenApiDocument
{
    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Learning Hub API",
                Version = "v1",
                Description = "Errors are problem details (RFC 9457) with a stable `code`. Lists page by an opaque `cursor`. " +
                              "`Idempotency-Key` makes a POST safe to repeat. Sign in with POST /api/v1/sessions and send the token as a bearer token.",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A session token." },
                ["cookie"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = SessionToken.CookieName },
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var access = context.Description.ActionDescriptor.EndpointMetadata.OfType<EndpointAccess>().FirstOrDefault();
            if (access is not null) operation.Description = $"{operation.Description} Needs: {access.Permission}.".Trim();
            if (access is { Permission: not Permission.Anyone })
                operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", context.Document)] = [] }];
            return Task.CompletedTask;
        });
    }
}
