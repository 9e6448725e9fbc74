FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
RUN apt-get update && apt-get install -y --no-install-recommends nodejs npm && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN dotnet publish src/EmailContactPortal.Web -c Release -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
# The portal is not root; what it keeps is readable by its user alone.
RUN mkdir -p /data /keys && chown $APP_UID:$APP_UID /data /keys && chmod 0700 /data /keys
USER $APP_UID
VOLUME /data
ENV Portal__DataDirectory=/data ASPNETCORE_URLS=http://+:8080
EXPOSE 8080
ENTRYPOINT ["dotnet", "EmailContactPortal.Web.dll"]
